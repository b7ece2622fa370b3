import type { Logger } from 'pino';
import type { ApprovalDesk } from '../../approval/desk/desk';
import type { IncidentClient } from '../../client/temporal/incident-client';
import type { Call } from '../transport/call';
import type { People } from './person';

/** What interactivity asks of Temporal. */
export type Incidents = Pick<IncidentClient, 'command' | 'read' | 'look' | 'list' | 'start' | 'countOf'>;

/** A person's approval of what a message showed of a proposal. */
export interface Approval {
  readonly incidentId: string;
  readonly proposalId: string;
  readonly digest: string;
  readonly requestId: string;
}

/** What every handler works with. */
export interface Desk {
  readonly incidents: Incidents;
  /** Where proposals are approved and rejected. */
  readonly approvals: ApprovalDesk;
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
  /**
   * Hands over the approval of an action, signed if the person may give it. Null if this gateway signs none.
   * @throws IncidentError saying why it does not count
   */
  readonly approve: ((by: { readonly userId: string; readonly name: string }, approval: Approval) => Promise<'applied' | 'kept'>) | null;
  readonly log: Logger;
  readonly now: () => number;
}
