import type { Activities } from '../activities/interface';
import type { Finding, SelectedProbe } from '../incident/finding';
import type { IncidentRequest } from '../incident/incident';
import type { RefusedInvitation } from '../incident/refused-invitations';
import type { Resolution, Responder, UnresolvedReference } from '../incident/responders';
import type { RoomMessage } from '../incident/room-message';
import type { IncidentState, WarRoom } from '../incident/state';
import type { ActivityName } from './activity-options';
import type { NodeRun } from './step-graph';

type Input<Name extends ActivityName> = Parameters<Activities[Name]>[0];
type Output<Name extends ActivityName> = Awaited<ReturnType<Activities[Name]>>['value'];

/** Where a message goes: the channel, or the thread below its headline. */
export interface Place {
  readonly warRoom: WarRoom;
  readonly threadTs?: string;
}

/** What the nodes of the response need from the workflow that runs them. */
export interface ResponseContext {
  readonly request: IncidentRequest;
  readonly state: () => IncidentState;
  /** Keeps something learned in the incident's state, and hands it on. */
  learn<Key extends keyof IncidentState>(key: Key, value: NonNullable<IncidentState[Key]>): NonNullable<IncidentState[Key]>;
  call<Name extends ActivityName>(run: NodeRun, name: Name, input: Input<Name>, about?: About): Promise<Output<Name>>;
  /** Runs one probe; whatever goes wrong, its finding says so. Kept in the state at once. */
  probe(run: NodeRun, probe: SelectedProbe): Promise<Finding>;
  /** Keeps what was selected; findings of an earlier round go. */
  select(run: NodeRun, probes: readonly SelectedProbe[]): void;
  /** Posts under a key of its own, or edits what was posted under it in an earlier round. Returns the message's ts. */
  post(run: NodeRun, place: Place, message: RoomMessage, about?: About): Promise<string>;
  edit(run: NodeRun, place: Place, ts: string, message: RoomMessage, about?: About): Promise<void>;
  headline(): RoomMessage;
  /** Sets topic and purpose as the state stands; remembered, so that they are set anew only when they change. */
  describe(run: NodeRun, warRoom: WarRoom): Promise<void>;
  bookmark(run: NodeRun, link: { channelId: string; title: string; url: string }, item: string): Promise<void>;
  /** Goes on looking for those who could not be found yet, and calls them then. */
  callLate(found: Resolution): void;
  /** Who of these was let in and who was not; the latter is named, here and in what is returned. */
  noteInvitations(people: readonly Responder[], refused: readonly RefusedInvitation[]): readonly UnresolvedReference[];
  /** Removes late copies of messages whose posting had an unclear end. */
  sweep(): Promise<number>;
  until(condition: () => boolean): Promise<void>;
  writeReport(run: NodeRun): Promise<readonly string[]>;
}
export interface About {
  /** Tells activities of one node apart; part of the activity id and of the message's key. */
  readonly item?: string;
  /** One line for the Temporal UI. */
  readonly summary?: string;
}

/** What the state has for certain once the node is done that learns it. */
export function known<Key extends keyof IncidentState>(key: Key): (context: ResponseContext) => NonNullable<IncidentState[Key]> {
  return (context) => {
    const value = context.state()[key];
    if (value === null || value === undefined) throw new Error(`the state has no ${key}, although its node is done`);
    return value;
  };
}
