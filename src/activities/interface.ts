import type { ReadAlert } from '../incident/commands';
import type { Finding, ProbeSelection, SelectedProbe } from '../incident/finding';
import type { Incident, IncidentRequest } from '../incident/incident';
import type { ProbeQueue } from '../incident/judge-waiting';
import type { Report } from '../incident/report';
import type { Resolution } from '../incident/responders';
import type { RoomMessage } from '../incident/room-message';
import type { SlackIdentity, WarRoom } from '../incident/state';
import type { RoomTopic } from '../incident/topic';

/** What an activity answers: its value, and which attempt it was, since retries leave no event in the history. */
export interface Answer<Value> {
  readonly value: Value;
  readonly attempt: number;
}
type Activity<Input, Output> = (input: Input) => Promise<Answer<Output>>;

export interface PostInput {
  readonly channelId: string;
  readonly threadTs?: string;
  /** `incident/node/round/item`, the message's identity. */
  readonly key: string;
  readonly message: RoomMessage;
  /** True: this key was scheduled before in the incident's life, so the first attempt looks too. */
  readonly mayExist: boolean;
  /** The incident's first run: any other may follow a reset, which forgets what was posted, so its first attempts look, too. */
  readonly firstRunId: string;
}

/** Every activity, as the workflow sees it. Implemented by `createActivities`; workflows import this by type only. */
export interface Activities {
  parseIncidentEvent: Activity<{ request: IncidentRequest; receivedAt: string }, Incident>;
  /** Reads an alert that arrived for an open incident. */
  readAlertUpdate: Activity<{ event: unknown; source?: string; title?: string; receivedAt: string }, readonly ReadAlert[]>;
  setUpSlack: Activity<Record<string, never>, SlackIdentity>;
  /**
   * `isPrivate`: nothing but an exact e-mail address, user id or group is taken for a person. Absent (older code): names
   * count, but only whole ones. `patient`: answers once somebody is found or all is decided, instead of soon.
   */
  resolveSlackUsers: Activity<{ users: readonly string[]; isPrivate?: boolean; patient?: boolean }, Resolution>;
  createChannel: Activity<{ incidentId: string; name: string; privacy: Incident['privacy']; createdAt: string }, WarRoom>;
  announceIncident: Activity<PostInput, { ts: string; found: boolean }>;
  describeChannel: Activity<{ channelId: string; topic: RoomTopic; purpose: string }, null>;
  pinHeadline: Activity<{ channelId: string; ts: string }, null>;
  addBookmark: Activity<{ channelId: string; title: string; url: string }, null>;
  inviteResponders: Activity<
    { channelId: string; userIds: readonly string[] },
    { invited: readonly string[]; refused: readonly { userId: string; reason: string }[] }
  >;
  selectProbes: Activity<{ incident: Incident }, ProbeSelection>;
  /** Whether anybody takes probes, and how many wait. */
  describeProbeQueue: Activity<Record<string, never>, ProbeQueue>;
  runProbe: Activity<{ incident: Incident; probe: SelectedProbe; round: number }, Finding>;
  postMessage: Activity<PostInput, { ts: string; found: boolean }>;
  postReply: Activity<PostInput, { ts: string; found: boolean }>;
  editMessage: Activity<{ channelId: string; ts: string; key: string; message: RoomMessage }, null>;
  removeCopies: Activity<{ channelId: string; threadTs?: string; key: string; keepTs: string }, number>;
  archiveChannel: Activity<{ channelId: string }, null>;
  unarchiveChannel: Activity<{ channelId: string }, null>;
  /** Writes JSON and Markdown below the reports folder of the worker; returns the files' names. */
  writeReport: Activity<{ report: Report }, { files: readonly string[] }>;
}
