import type { CallReason } from '../incident/model/call-reason';
import type { Command } from '../incident/model/commands';
import type { IncidentRequest } from '../incident/model/incident';
import type { Resolution } from '../incident/model/responders';
import type { HeadlineMessage, RoomMessage } from '../incident/model/room-message';
import type { IncidentState } from '../incident/model/state';
import type { ActivityCaller } from './calls/activity-calls';
import type { GraphRun } from './graph/graph-run';
import type { Elsewhere } from './outbox/elsewhere';
import type { Outbox } from './outbox/outbox';
import type { Pages } from './outbox/pages';
import type { ResponseContext } from './response/response-context';
import type { NodeName } from './response/response-graph';
import type { RoomMessenger } from './room/room-messenger';
import type { IncidentRecord } from './state/incident-record';

/** What the other folders of the workflow need from the running incident. `IncidentRun` implements it. */
export interface IncidentAccess {
  readonly request: IncidentRequest;
  readonly record: IncidentRecord;
  readonly activities: ActivityCaller;
  readonly messenger: RoomMessenger;
  readonly outbox: Outbox;
  readonly pages: Pages;
  readonly elsewhere: Elsewhere;
  readonly actions: ActionFollowUps;
  readonly byHand: FollowUps;
  state(): IncidentState;
  /** Changes the graph run within the scope of the response. */
  withGraph(change: (graph: GraphRun<ResponseContext, NodeName>) => void): void;
  /** Ends the response: running work is cancelled and counts as skipped. */
  stopResponse(): void;
  /** The headline as it should be. */
  headline(): HeadlineMessage;
  /** Updates headline and topic if they are out of date. */
  refreshHeadline(): void;
  /** Adds an item to the outbox under its own key. */
  say(name: string, message: RoomMessage, item: string): void;
  /** Keeps looking for people whom the lookup for the page `of` had neither found nor ruled out. */
  callLate(found: Resolution, of: CallReason | null): void;
  /** Key of a message: `incident/name`, plus the round of the investigation and the item, if any. */
  keyOf(name: string, item?: string): string;
  nextNumber(): number;
  readonly patches: Patches;
  /** True once this run is ending and starts nothing more. */
  readonly isInterrupted: boolean;
}

/** What follows from proposals. */
export interface ActionFollowUps {
  /** Shows what became of a proposal, and does what follows. Returns the command if one has just been confirmed. */
  follow(proposalId: string): Command | null;
  /** Nothing begins once the incident has ended. */
  incidentOver(): void;
}

/** What this run does and runs that older code began do not. */
export interface Patches {
  /** Follows up by `settle` rather than by `byHand`. */
  readonly settles: boolean;
  /** Nodes that the response did not have when this run began. */
  readonly laterNodes: readonly NodeName[];
  /** Counts news of alerts, and measures everything that waits. */
  readonly countsAlerts: boolean;
  /**
   * Sends direct messages and the card; puts buttons beneath reminders, recoveries and outcomes; shows the gist of the findings, and
   * that an investigation is running again, in the headline; posts failures first, and no reply for warnings about the prober.
   * Pages through another alert once the service's alert was acknowledged, and tells services of each acknowledgement. Shows no
   * title in listings once an alert has asked for privacy.
   */
  readonly byHand: boolean;
  /**
   * Began with all of the above. Decides whether the headline is due as soon as it is looked at, and whether an investigation that is
   * limited to some runbooks keeps what others found.
   */
  readonly joined: boolean;
}

/** Everything that follows from a change of state. */
export interface FollowUps {
  /** Search attributes and memo. */
  publish(): void;
  /** Inbox and outbox: starts what can be done now. */
  goOn(): void;
  refreshHeadline(): void;
  /** The details in the Temporal UI. */
  show(): void;
}
