import type { Logger } from 'pino';
import type { IncidentClient } from '../../client/temporal/incident-client';
import type { Call } from '../transport/call';
import type { People } from './person';

/** What interactivity asks of Temporal. */
export type Incidents = Pick<IncidentClient, 'command' | 'read' | 'look' | 'list' | 'start' | 'countOf'>;

/** What every handler works with. */
export interface Desk {
  readonly incidents: Incidents;
  readonly call: Call;
  /** A request to an address that Slack gave, for answers. */
  readonly fetch: typeof globalThis.fetch;
  readonly people: People;
  readonly botUserId: () => Promise<string>;
  /** The slash command, with its slash. */
  readonly command: string;
  /** Ids are `<prefix>-YYYYMMDD-NNN`. */
  readonly idPrefix: string;
  /** Who is paged about an incident of that severity that names no one. */
  readonly respondersOf: (severity: string) => readonly string[];
  readonly log: Logger;
  readonly now: () => number;
}
