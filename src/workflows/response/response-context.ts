import type { Activities } from '../../activities/interface';
import type { Finding, SelectedProbe } from '../../incident/model/finding';
import type { Incident, IncidentRequest } from '../../incident/model/incident';
import type { Resolution, UnresolvedReference } from '../../incident/model/responders';
import type { CallForPeopleMessage, RoomMessage } from '../../incident/model/room-message';
import type { IncidentState, WarRoom } from '../../incident/model/state';
import type { ActivityName } from '../calls/activity-options';
import type { NodeRun } from '../graph/step-graph';
import type { PostingActivity } from '../room/posting';

type Input<Name extends ActivityName> = Parameters<Activities[Name]>[0];
type Output<Name extends ActivityName> = Awaited<ReturnType<Activities[Name]>>['value'];

/** Where a message goes: the channel, or the thread under its headline. */
export interface Place {
  readonly warRoom: WarRoom;
  readonly threadTs?: string;
}

/** The probes of an investigation. */
export interface ProbeWork {
  /** Keeps the selection; findings of an earlier round are dropped. */
  select(probes: readonly SelectedProbe[]): void;
  /** Keeps the finding in the state at once. Any failure becomes part of the finding; only cancellation is thrown. */
  run(run: NodeRun<'runProbe'>, probe: SelectedProbe): Promise<Finding>;
}

/** What the nodes of the response need from the workflow that runs them. */
export interface ResponseContext {
  readonly request: IncidentRequest;
  readonly state: () => IncidentState;
  /**
   * Without `byHand`, every warning gets a reply, in the order of arrival. Without `joined`, an investigation that is limited to some
   * runbooks replaces what others found.
   */
  readonly patches: { readonly byHand: boolean; readonly joined: boolean };
  /** Commits a new value to the incident's state, and returns the value. */
  commit<Key extends keyof IncidentState>(key: Key, value: NonNullable<IncidentState[Key]>): NonNullable<IncidentState[Key]>;
  /** Calls the activity that the node declared. */
  call<Name extends ActivityName>(run: NodeRun<Name>, input: Input<Name>, about?: About): Promise<Output<Name>>;
  readonly probes: ProbeWork;
  /** Opens the channel, and posts the headline with it if possible. */
  openRoom(run: NodeRun<'createChannel'>, incident: Incident): Promise<WarRoom>;
  /** Posts the headline, unless it was posted with the room. Returns its ts. */
  announce(run: NodeRun<'announceIncident'>, warRoom: WarRoom): Promise<string>;
  /** Topic, pin and bookmarks. The topic is remembered, so that it is only set again when it changes. */
  furnish(run: NodeRun<'furnishRoom'>, room: { incident: Incident; warRoom: WarRoom; headlineTs: string }): Promise<void>;
  /** Invites people and, if possible, posts the page in the same activity. People who were not let in are named. */
  invite(
    run: NodeRun<'inviteResponders'>,
    invitation: { warRoom: WarRoom; people: Resolution; call: CallForPeopleMessage | null },
  ): Promise<Refused>;
  /** Posts the page, unless it was posted with the invitations. */
  callPeople(run: NodeRun<'postMessage'>, warRoom: WarRoom, call: CallForPeopleMessage): Promise<void>;
  /** Posts under the given key, or edits what an earlier round posted under it. Returns the message's ts. */
  post(run: NodeRun<PostingActivity>, place: Place, message: RoomMessage, about?: About): Promise<string>;
  /** Posts replies for several findings and edits the progress message, in one call. */
  updateThread(run: NodeRun<'updateThread'>, place: Place, update: ThreadUpdate): Promise<void>;
  /** Keeps looking for people who were not found yet, and pages them once found. */
  callLate(found: Resolution): void;
  /** Removes late copies of messages whose posting had an unclear outcome. */
  sweep(): Promise<number>;
  until(condition: () => boolean, timeoutMs?: number): Promise<void>;
  /** Writes the report and posts the summary in the thread; null if there is no thread. */
  summarize(run: NodeRun<'summarizeIncident'>, place: Place | null): Promise<readonly string[]>;
}

/** People whom Slack did not let in, by name. */
export type Refused = readonly UnresolvedReference[];

export interface ThreadUpdate {
  /** Distinguishes the updates of one node. */
  readonly number: number;
  readonly findings: readonly Finding[];
  readonly progress: { readonly ts: string; readonly message: RoomMessage } | null;
}

export interface About {
  /** Distinguishes activities of one node; part of the activity id and of the message's key. */
  readonly item?: string;
  /** One line for the Temporal UI. */
  readonly summary?: string;
}

/** What the state certainly has once the node that provides it is done. */
export function committed<Key extends keyof IncidentState>(key: Key): (context: ResponseContext) => NonNullable<IncidentState[Key]> {
  return (context) => {
    const value = context.state()[key];
    if (value === null || value === undefined) throw new Error(`the state has no ${key}, although its node is done`);
    return value;
  };
}
