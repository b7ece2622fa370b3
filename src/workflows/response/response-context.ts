import type { Activities } from '../../activities/interface';
import type { Finding, SelectedProbe } from '../../incident/model/finding';
import type { Incident, IncidentRequest } from '../../incident/model/incident';
import type { Resolution, UnresolvedReference } from '../../incident/model/responders';
import type { CallForPeopleMessage, RoomMessage } from '../../incident/model/room-message';
import type { IncidentState, WarRoom } from '../../incident/model/state';
import type { ActivityName } from '../calls/activity-options';
import type { NodeRun } from '../graph/step-graph';
import type { PostingActivity } from '../room/room-messenger';

type Input<Name extends ActivityName> = Parameters<Activities[Name]>[0];
type Output<Name extends ActivityName> = Awaited<ReturnType<Activities[Name]>>['value'];

/** Where a message goes: the channel, or the thread below its headline. */
export interface Place {
  readonly warRoom: WarRoom;
  readonly threadTs?: string;
}

/** The probes of an investigation. */
export interface ProbeWork {
  /** Keeps what was selected; findings of an earlier round go. */
  select(probes: readonly SelectedProbe[]): void;
  /** Keeps the finding in the state at once. Whatever goes wrong, the finding says so. Throws cancellation alone. */
  run(run: NodeRun<'runProbe'>, probe: SelectedProbe): Promise<Finding>;
}

/** What the nodes of the response need from the workflow that runs them. */
export interface ResponseContext {
  readonly request: IncidentRequest;
  readonly state: () => IncidentState;
  /** Keeps something learned in the incident's state, and hands it on. */
  commit<Key extends keyof IncidentState>(key: Key, value: NonNullable<IncidentState[Key]>): NonNullable<IncidentState[Key]>;
  /** Calls the activity that the node has declared. */
  call<Name extends ActivityName>(run: NodeRun<Name>, input: Input<Name>, about?: About): Promise<Output<Name>>;
  readonly probes: ProbeWork;
  /** Opens the channel, and has the headline posted with it where that can be. */
  openRoom(run: NodeRun<'createChannel'>, incident: Incident): Promise<WarRoom>;
  /** Posts the headline, unless it was posted with the room. Returns its ts. */
  announce(run: NodeRun<'announceIncident'>, warRoom: WarRoom): Promise<string>;
  /** Topic, pin and bookmarks; the topic as the state stands, remembered, so that it is set again only when it changes. */
  furnish(run: NodeRun<'furnishRoom'>, room: { incident: Incident; warRoom: WarRoom; headlineTs: string }): Promise<void>;
  /** Invites them, and has the call posted with it where that can be. Who was not let in is named. */
  invite(
    run: NodeRun<'inviteResponders'>,
    invitation: { warRoom: WarRoom; people: Resolution; call: CallForPeopleMessage | null },
  ): Promise<Refused>;
  /** Posts the call, unless it was posted with the invitations. */
  callPeople(run: NodeRun<'postMessage'>, warRoom: WarRoom, call: CallForPeopleMessage): Promise<void>;
  /** Posts under a key of its own, or edits what was posted under it in an earlier round. Returns the message's ts. */
  post(run: NodeRun<PostingActivity>, place: Place, message: RoomMessage, about?: About): Promise<string>;
  /** Replies of several findings and the edit of the progress message, in one call. */
  updateThread(run: NodeRun<'updateThread'>, place: Place, update: ThreadUpdate): Promise<void>;
  /** Goes on looking for those who could not be found yet, and calls them then. */
  callLate(found: Resolution): void;
  /** Removes late copies of messages whose posting had an unclear end. */
  sweep(): Promise<number>;
  until(condition: () => boolean, timeoutMs?: number): Promise<void>;
  /** Writes the report and posts the summary in the thread; null: there is no thread. */
  summarize(run: NodeRun<'summarizeIncident'>, place: Place | null): Promise<readonly string[]>;
}

/** Those whom Slack did not let in, by name. */
export type Refused = readonly UnresolvedReference[];

export interface ThreadUpdate {
  /** Tells the updates of one node apart. */
  readonly number: number;
  readonly findings: readonly Finding[];
  readonly progress: { readonly ts: string; readonly message: RoomMessage } | null;
}

export interface About {
  /** Tells activities of one node apart; part of the activity id and of the message's key. */
  readonly item?: string;
  /** One line for the Temporal UI. */
  readonly summary?: string;
}

/** What the state has for certain once the node is done that learns it. */
export function committed<Key extends keyof IncidentState>(key: Key): (context: ResponseContext) => NonNullable<IncidentState[Key]> {
  return (context) => {
    const value = context.state()[key];
    if (value === null || value === undefined) throw new Error(`the state has no ${key}, although its node is done`);
    return value;
  };
}
