import type { Addressee } from '../chat/port';
import type { ProbeQueue } from '../incident/investigation/judge-waiting';
import type { ProposalClaim, Signed } from '../incident/model/actions/claims';
import type { Preparation, PreparedStep, StepOfAction, StepOutcome } from '../incident/model/actions/proposal';
import type { ReadAlert } from '../incident/model/commands';
import type { Finding, ProbeSelection, SelectedProbe } from '../incident/model/finding';
import type { Incident, IncidentRequest } from '../incident/model/incident';
import type { PageEnding, PageEndRequest, PageRequest } from '../incident/model/page';
import type { ReportBody } from '../incident/model/report';
import type { Resolution, Responder } from '../incident/model/responders';
import type { CallForPeopleMessage, RoomMessage } from '../incident/model/room-message';
import type { SlackIdentity, WarRoom } from '../incident/model/state';
import type { RefusedInvitation } from '../incident/people/refused-invitations';
import type { ChatMessage } from '../incident/war-room/chat-message';
import type { RoomTopic } from '../incident/war-room/topic';
import type { ApprovedAction, ApprovedStep, Resolved, Verified } from './action-interface';

/** The result of an activity: its value, and the attempt that returned it, since retries leave no event in the history. */
export interface Answer<Value> {
  readonly value: Value;
  readonly attempt: number;
}
type Activity<Input, Output> = (input: Input) => Promise<Answer<Output>>;

/** A message posted for the first time, as far as the workflow knows. */
export interface NewPost<Message extends ChatMessage = RoomMessage> {
  /** The message's identity, `incident/name` or `incident/name/item`. */
  readonly key: string;
  readonly message: Message;
  /**
   * True if a post under this key was scheduled earlier in the incident's life, so even the first attempt looks for an
   * existing message.
   */
  readonly mayExist: boolean;
  /**
   * The incident's first run. Any later run may follow a reset, which forgets what was posted, so its first attempts also
   * look for an existing message.
   */
  readonly firstRunId: string;
}

export interface PostInput extends NewPost {
  readonly channelId: string;
  readonly threadTs?: string;
}

/** Where a message is; `found` is true if it already existed. */
export interface Posted {
  readonly ts: string;
  readonly found: boolean;
}

export interface EditInput {
  readonly channelId: string;
  readonly ts: string;
  readonly key: string;
  readonly message: ChatMessage;
}

/**
 * All activities, as the workflow sees them. They are implemented in create-activities.ts; workflows import only this type.
 */
export interface Activities {
  parseIncidentEvent: Activity<{ request: IncidentRequest; receivedAt: string }, Incident>;
  /** Reads an alert that arrived for an open incident. */
  readAlertUpdate: Activity<{ event: unknown; source?: string; title?: string; receivedAt: string }, readonly ReadAlert[]>;
  setUpSlack: Activity<Record<string, never>, SlackIdentity>;
  /**
   * `isPrivate`: only an exact email, user id or group counts as a person; absent (older code): only whole names
   * count. `patient`: waits until someone is found or the search for every reference has ended.
   */
  resolveSlackUsers: Activity<{ users: readonly string[]; isPrivate?: boolean; patient?: boolean }, Resolution>;
  /** Opens the room and, if it can, posts the headline in it; a null `headline` leaves the post to `announceIncident`. */
  createChannel: Activity<
    { incidentId: string; name: string; privacy: Incident['privacy']; createdAt: string; headline?: NewPost },
    { room: WarRoom; headline: Posted | null }
  >;
  announceIncident: Activity<PostInput, Posted>;
  describeChannel: Activity<{ channelId: string; topic: RoomTopic; purpose: string }, null>;
  /**
   * Sets topic, purpose, pin and bookmarks as far as possible; if anything could not be set, fails with an error that
   * names it. `freshIn`: the run in which the room was created and is furnished for the first time, if it is so.
   */
  furnishRoom: Activity<
    {
      channelId: string;
      headlineTs: string;
      topic: RoomTopic;
      purpose: string;
      links: readonly { title: string; url: string }[];
      freshIn?: string;
    },
    null
  >;
  addBookmark: Activity<{ channelId: string; title: string; url: string }, null>;
  /**
   * Invites these people and, if it can, posts the page for them, naming those whom Slack refused; a null `call` leaves the
   * post to `postMessage`.
   */
  inviteResponders: Activity<
    { channelId: string; people: readonly Responder[]; call?: NewPost<CallForPeopleMessage> },
    { refused: readonly RefusedInvitation[]; call: Posted | null }
  >;
  selectProbes: Activity<{ incident: Incident }, ProbeSelection>;
  /** Says whether any worker takes probes, and how many probes are waiting. */
  describeProbeQueue: Activity<Record<string, never>, ProbeQueue>;
  runProbe: Activity<{ incident: Incident; probe: SelectedProbe; round: number }, Finding>;
  /**
   * Verifies who proposed it, finds the action in the runbooks, and fills it in. `failed`: the probes that did not come out well,
   * which check the action unless it names others.
   */
  resolveAction: Activity<{ incident: Incident; proposed: Signed<ProposalClaim>; failed: readonly SelectedProbe[] }, Resolved>;
  /** Verifies that another person than the proposer approved exactly this action, and in time. */
  verifyApproval: Activity<ApprovedAction, Verified>;
  /**
   * Prepares a step so that it can be run at most once; any number of attempts is harmless. The action itself is not prepared once
   * its approval has expired; its rollback is.
   */
  prepareAction: Activity<ApprovedStep, Preparation>;
  /** Runs a prepared step, or attaches to it. A cancelled attempt detaches, and leaves it running. */
  runAction: Activity<ApprovedStep & { readonly prepared: PreparedStep }, StepOutcome>;
  /** Removes what was prepared, if it is there; called once the outcome is in the history. */
  removeAction: Activity<{ incidentId: string; proposalId: string; step: StepOfAction }, null>;
  postMessage: Activity<PostInput, Posted>;
  postReply: Activity<PostInput, Posted>;
  /** Posts to a person, or to another channel. Returns the channel too, where the message can be edited. */
  postElsewhere: Activity<NewPost<ChatMessage> & { readonly to: Addressee }, Posted & { readonly channelId: string }>;
  /** Posts several replies in order, then edits one message. Returns the replies in that order. */
  updateThread: Activity<{ posts: readonly PostInput[]; edit: EditInput | null }, readonly Posted[]>;
  editMessage: Activity<EditInput, null>;
  removeCopies: Activity<{ channelId: string; threadTs?: string; key: string; keepTs: string }, number>;
  /**
   * Pages people through one service outside the chat. Returns whom it did not page although it paged others, and the addresses
   * that it paged; without the latter if the service pages by its own lists.
   */
  sendPage: Activity<
    { pager: string; page: PageRequest },
    { readonly refused: readonly string[]; readonly recipients?: readonly string[] }
  >;
  endPages: Activity<{ pager: string; ending: PageEnding; end: PageEndRequest }, null>;
  archiveChannel: Activity<{ channelId: string }, null>;
  unarchiveChannel: Activity<{ channelId: string }, null>;
  /** Writes the report, then posts the summary if there is a thread for it. */
  summarizeIncident: Activity<{ report: ReportBody; summary: PostInput | null }, { files: readonly string[]; summary: Posted | null }>;
  /** Writes JSON, Markdown and HTML to the worker's reports folder; returns the file names. */
  writeReport: Activity<{ report: ReportBody }, { files: readonly string[] }>;
}

/** Activities of the worker that may run actions. It alone can verify what the gateway signed. */
export type ActionActivities = Pick<Activities, 'resolveAction' | 'verifyApproval' | 'prepareAction' | 'runAction' | 'removeAction'>;
