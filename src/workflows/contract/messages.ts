import type { AlertOutcome } from '../../incident/model/alert-outcome';
import type { AlertUpdate, CommandBase, CommandName, CommandPayloads } from '../../incident/model/commands';
import type { UnresolvedReference } from '../../incident/model/responders';
import type { IncidentStatus } from '../../incident/model/state';

/** The contract between the workflow and everybody who talks to it: names as they are on the wire. */
export const WORKFLOW_TYPE = 'respondToIncident';
/** Task queue of the workflows and of the short way to the war room: parse, channel, headline. */
export const RESPONSE_QUEUE = 'incident-response';
/** Of everything else that is done in Slack. Slots of its own, so that a Slack that hangs holds up no new incident. */
export const SLACK_QUEUE = 'incident-slack';
/** Of probes, whose worker may be another one, near an engine. */
export const CONTAINERS_QUEUE = 'incident-containers';

export const QUERIES = { state: 'state', timeline: 'timeline' } as const;
export const ALERT_UPDATED = 'alertUpdated';

/** What a client sends for a command, as a signal or as an update of the command's name. */
export type CommandInput<Name extends CommandName> = CommandBase & CommandPayloads[Name];
export type AlertUpdatedInput = AlertUpdate;

/** An update's answer. A refused one fails with an ApplicationFailure of type `REFUSED`, details: [Refusal]. */
export interface CommandAnswer {
  /** False: taken while the run ended; the next run applies it, and records a refusal on the timeline. */
  readonly applied: boolean;
  /** True when this request id had acted before: nothing was done twice. */
  readonly repeated: boolean;
  /** Of the incident, after it. */
  readonly status: IncidentStatus;
  /** Of `alertUpdated`: what has become of the incident; absent when that is not known yet, or was asked before. */
  readonly outcome?: AlertOutcome;
  /** Of `addResponders`: who could not be found; the others are called. */
  readonly notFound?: readonly UnresolvedReference[];
  /** Of those that name people: it has acted, and nobody knows whether they exist, for this reason. */
  readonly unchecked?: string;
}
export const REFUSED = 'refused';

/** Key in the memo under which the starter's token stands: tells our own retried start from a stranger's. */
export const START_TOKEN_MEMO = 'startToken';
/** Keys in the memo of the title and the leader that listings show: a listing reads no workflow. Written by the workflow alone. */
export const TITLE_MEMO = 'title';
export const OWNER_MEMO = 'owner';
/** Key in the memo of when the incident was declared (RFC 3339): a later run of it starts later. */
export const DECLARED_AT_MEMO = 'declaredAt';
