import type { AlertOutcome } from '../../incident/model/alert-outcome';
import type { AlertUpdate, CommandBase, CommandName, CommandPayloads } from '../../incident/model/commands';
import type { UnresolvedReference } from '../../incident/model/responders';
import type { IncidentStatus } from '../../incident/model/state';

/** The contract between the workflow and its clients: names as they are on the wire. */
export const WORKFLOW_TYPE = 'respondToIncident';
/** Task queue for workflows and for the critical path to the war room: parse, channel, headline. */
export const RESPONSE_QUEUE = 'incident-response';
/** Task queue for all other Slack work. It has its own slots, so that a hanging Slack does not hold up a new incident. */
export const SLACK_QUEUE = 'incident-slack';
/** Task queue for probes. Its worker may run elsewhere, close to a container engine. */
export const CONTAINERS_QUEUE = 'incident-containers';

export const QUERIES = { state: 'state', timeline: 'timeline' } as const;
export const ALERT_UPDATED = 'alertUpdated';

/** What a client sends for a command, as a signal or as an update with the command's name. */
export type CommandInput<Name extends CommandName> = CommandBase & CommandPayloads[Name];
export type AlertUpdatedInput = AlertUpdate;

/** An update's answer. A refused update fails with an ApplicationFailure of type `REFUSED`, details: [Refusal]. */
export interface CommandAnswer {
  /**
   * False if it was accepted while the run was ending. The next run then applies it, and records a refusal on the timeline.
   */
  readonly applied: boolean;
  /** True if this request id had already acted, so nothing was done twice. */
  readonly repeated: boolean;
  /** The incident's status afterwards. */
  readonly status: IncidentStatus;
  /** For `alertUpdated`: what the alert did to the incident; absent if not known yet or on a repeat. */
  readonly outcome?: AlertOutcome;
  /** For `addResponders`: who could not be found; the others are paged. */
  readonly notFound?: readonly UnresolvedReference[];
  /** For commands that name people: why it is unknown whether these people exist; the command applied all the same. */
  readonly unchecked?: string;
}
export const REFUSED = 'refused';

/** Memo key of the starter's token, which distinguishes our own retried start from someone else's. */
export const START_TOKEN_MEMO = 'startToken';
/** Memo keys of the title and owner in listings, which do not read workflows. Only the workflow writes them. */
export const TITLE_MEMO = 'title';
export const OWNER_MEMO = 'owner';
/** Memo key of the names of the services that a public incident is about. */
export const SERVICES_MEMO = 'services';
/** Memo key of the time when the incident was declared (RFC 3339); its later runs start later. */
export const DECLARED_AT_MEMO = 'declaredAt';
