import type { Logger } from 'pino';
import type { IncidentClient } from '../../client/temporal/incident-client';
import type { Secret } from '../../config/secrets';

/** Where people are looked up, and who is in a room. Every method may throw. */
export interface Directory {
  /** The Slack user with that address; null if there is none. */
  userIdOf(address: string): Promise<string | null>;
  /** The address of that Slack user; null if Slack does not tell it. */
  addressOf(userId: string): Promise<string | null>;
  isMember(channelId: string, userId: string): Promise<boolean>;
}

/** What proposals and approvals are handled with. */
export interface ApprovalDesk {
  /** Null where there is none: actions are off then. */
  readonly key: Secret | null;
  readonly incidents: Pick<IncidentClient, 'command' | 'look' | 'read'>;
  /** Null without Slack. */
  readonly directory: Directory | null;
  readonly log: Pick<Logger, 'info' | 'warn'>;
  readonly now: () => number;
}
