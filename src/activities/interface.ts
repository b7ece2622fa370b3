import type { ProbeQueue } from '../incident/investigation/judge-waiting';
import type { ReadAlert } from '../incident/model/commands';
import type { Finding, ProbeSelection, SelectedProbe } from '../incident/model/finding';
import type { Incident, IncidentRequest } from '../incident/model/incident';
import type { Report } from '../incident/model/report';
import type { Resolution, Responder } from '../incident/model/responders';
import type { CallForPeopleMessage, RoomMessage } from '../incident/model/room-message';
import type { SlackIdentity, WarRoom } from '../incident/model/state';
import type { RefusedInvitation } from '../incident/people/refused-invitations';
import type { RoomTopic } from '../incident/war-room/topic';

/** What an activity answers: its value, and which attempt it was, since retries leave no event in the history. */
export interface Answer<Value> {
  readonly value: Value;
  readonly attempt: number;
}
type Activity<Input, Output> = (input: Input) => Promise<Answer<Output>>;

/** A message that is posted for the first time, as far as the workflow knows. */
export interface NewPost<Message extends RoomMessage = RoomMessage> {
  /** The message's identity, `incident/name` or `incident/name/item`. */
  readonly key: string;
  readonly message: Message;
  /** True: this key was scheduled before in the incident's life, so the first attempt looks too. */
  readonly mayExist: boolean;
  /** The incident's first run: any other may follow a reset, which forgets what was posted, so its first attempts look, too. */
  readonly firstRunId: string;
}

export interface PostInput extends NewPost {
  readonly channelId: string;
  readonly threadTs?: string;
}

/** Where a message stands; `found`: it did already. */
export interface Posted {
  readonly ts: string;
  readonly found: boolean;
}

export interface EditInput {
  readonly channelId: string;
  readonly ts: string;
  readonly key: string;
  readonly message: RoomMessage;
}

/** Every activity, as the workflow sees it. `create-activities.ts` puts their implementations together; workflows import this by type only. */
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
  /** The headline is posted with it where it can be: null when it is left to `announceIncident`. */
  createChannel: Activity<
    { incidentId: string; name: string; privacy: Incident['privacy']; createdAt: string; headline?: NewPost },
    { room: WarRoom; headline: Posted | null }
  >;
  announceIncident: Activity<PostInput, Posted>;
  describeChannel: Activity<{ channelId: string; topic: RoomTopic; purpose: string }, null>;
  /** Topic, purpose, pin and bookmarks, whatever can be; then it fails with what could not. */
  furnishRoom: Activity<
    { channelId: string; headlineTs: string; topic: RoomTopic; purpose: string; links: readonly { title: string; url: string }[] },
    null
  >;
  addBookmark: Activity<{ channelId: string; title: string; url: string }, null>;
  /** The call for these people is posted with it where it can be, and names whom Slack has refused: null when it is left to `postMessage`. */
  inviteResponders: Activity<
    { channelId: string; people: readonly Responder[]; call?: NewPost<CallForPeopleMessage> },
    { refused: readonly RefusedInvitation[]; call: Posted | null }
  >;
  selectProbes: Activity<{ incident: Incident }, ProbeSelection>;
  /** Whether anybody takes probes, and how many wait. */
  describeProbeQueue: Activity<Record<string, never>, ProbeQueue>;
  runProbe: Activity<{ incident: Incident; probe: SelectedProbe; round: number }, Finding>;
  postMessage: Activity<PostInput, Posted>;
  postReply: Activity<PostInput, Posted>;
  /** Several replies in their order, then the edit of one message. Answers with the replies, in that order. */
  updateThread: Activity<{ posts: readonly PostInput[]; edit: EditInput | null }, readonly Posted[]>;
  editMessage: Activity<EditInput, null>;
  removeCopies: Activity<{ channelId: string; threadTs?: string; key: string; keepTs: string }, number>;
  archiveChannel: Activity<{ channelId: string }, null>;
  unarchiveChannel: Activity<{ channelId: string }, null>;
  /** Writes the report, then posts the summary where there is a thread for it. */
  summarizeIncident: Activity<{ report: Report; summary: PostInput | null }, { files: readonly string[]; summary: Posted | null }>;
  /** Writes JSON, Markdown and HTML below the reports folder of the worker; returns the files' names. */
  writeReport: Activity<{ report: Report }, { files: readonly string[] }>;
}
