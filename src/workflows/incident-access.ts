import type { CallReason } from '../incident/model/call-reason';
import type { IncidentRequest } from '../incident/model/incident';
import type { Resolution } from '../incident/model/responders';
import type { RoomMessage } from '../incident/model/room-message';
import type { IncidentState } from '../incident/model/state';
import type { ActivityCaller } from './calls/activity-calls';
import type { GraphRun } from './graph/graph-run';
import type { Outbox } from './outbox/outbox';
import type { ResponseContext } from './response/response-context';
import type { NodeName } from './response/response-graph';
import type { RoomMessenger } from './room/room-messenger';
import type { IncidentRecord } from './state/incident-record';

/** What the rooms of the workflow need of the incident that is run. `IncidentRun` is it. */
export interface IncidentAccess {
  readonly request: IncidentRequest;
  readonly record: IncidentRecord;
  readonly activities: ActivityCaller;
  readonly messenger: RoomMessenger;
  readonly outbox: Outbox;
  readonly byHand: FollowUps;
  state(): IncidentState;
  /** Changes the run of the graph within the scope of the response. */
  withGraph(change: (graph: GraphRun<ResponseContext, NodeName>) => void): void;
  /** Ends the response: what runs is cancelled, and counts as skipped. */
  stopResponse(): void;
  /** Brings headline and topic up to date where they are not. */
  refreshHeadline(): void;
  /** Puts something to be said into the outbox, under a key of its own. */
  say(name: string, message: RoomMessage, item: string): void;
  /** Goes on looking for those whom the look-up for the call `of` could not decide about. */
  callLate(found: Resolution, of: CallReason | null): void;
  /** Key of a message: `incident/name`, with the round of the investigation and the item where there are any. */
  keyOf(name: string, item?: string): string;
  nextNumber(): number;
  purpose(): string;
  /** True once this run ends and starts nothing any more. */
  readonly isInterrupted: boolean;
}

/** What follows from a change of the state. */
export interface FollowUps {
  /** Search attributes and memo. */
  publish(): void;
  /** Inbox and outbox: starts what can be done now. */
  goOn(): void;
  refreshHeadline(): void;
}
