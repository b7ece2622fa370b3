import type { ChannelPrivacy } from '../incident/model/incident';
import type { Resolution } from '../incident/model/responders';
import type { RoomMessage } from '../incident/model/room-message';
import type { SlackIdentity, WarRoom } from '../incident/model/state';

/** Cancellation of the activity, handed through to the network. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** 1 is the most urgent, 5 the least, as Temporal counts priorities; default 3. Where Slack limits a method, the urgent go first. */
  readonly urgency?: number | undefined;
}

export interface PeopleSearch {
  readonly references: readonly string[];
  /**
   * True: nothing but an exact e-mail address, user id or group is taken for a person, so that nobody is let in by a name.
   * Undefined: not known; then only whole names count.
   */
  readonly isPrivate?: boolean | undefined;
  /** From the third on, those who were found are answered although others are still looked for. */
  readonly attempt?: number;
  /** Answers once somebody is found or all is decided, instead of soon. */
  readonly patient?: boolean | undefined;
}

export interface OpenRoomRequest {
  readonly incidentId: string;
  readonly name: string;
  /** Part of the request's type on purpose: there is no default, and no fallback from private to public. */
  readonly privacy: ChannelPrivacy;
  /** RFC 3339. A room older than the incident is never taken over. */
  readonly incidentCreatedAt: string;
}

export interface PostRequest {
  readonly channelId: string;
  /** Reply in the thread of this message; absent: a message of the channel's own. */
  readonly threadTs?: string | undefined;
  /** Identity of the message, `incident/step/round/item`; travels in the message's metadata. */
  readonly key: string;
  readonly message: RoomMessage;
  /** True: a post under this key may have been tried before, so look before posting. */
  readonly mayExist: boolean;
}

export interface PostedMessage {
  readonly ts: string;
  /** True when a message under this key was found instead of posted. */
  readonly found: boolean;
}

/**
 * The war room's role, in our words. Every method may throw a `ChatError` (see errors.ts beside this file), which says
 * whether it is retryable, after how long, and what a person must mend.
 */
export interface WarRoomChat {
  /** Who the bot is and what it may do; answered from memory for some minutes. Throws when the token is refused or a scope is missing. */
  identify(options?: CallOptions): Promise<SlackIdentity>;
  /**
   * Finds each reference by user id, email, display name, user name, unique real name, or user group; never guesses. What
   * takes long is answered as pending, and found further on when it is asked for again.
   */
  findPeople(search: PeopleSearch, options?: CallOptions): Promise<Resolution>;
  /** Creates the room, or takes over the one that an earlier attempt made for this incident; never a stranger's. */
  openRoom(request: OpenRoomRequest, options?: CallOptions): Promise<WarRoom>;
  /** Sets topic and purpose; the purpose marks the channel as this incident's. Skips what is already so. */
  describeRoom(room: { channelId: string; topic: string; purpose: string }, options?: CallOptions): Promise<void>;
  /** Invites everybody who can be; those who cannot are named. Somebody who is already in counts as invited. */
  invite(
    room: { channelId: string; userIds: readonly string[] },
    options?: CallOptions,
  ): Promise<{ invited: readonly string[]; refused: readonly { userId: string; reason: string }[] }>;
  post(request: PostRequest, options?: CallOptions): Promise<PostedMessage>;
  edit(request: { channelId: string; ts: string; key: string; message: RoomMessage }, options?: CallOptions): Promise<void>;
  pin(message: { channelId: string; ts: string }, options?: CallOptions): Promise<void>;
  /** Adds a link to the channel's bookmark bar unless it is there; removes further copies of it. */
  bookmark(link: { channelId: string; title: string; url: string }, options?: CallOptions): Promise<void>;
  /** Deletes our own further copies of the keyed message; returns how many were removed. */
  removeCopies(
    message: { channelId: string; threadTs?: string | undefined; key: string; keepTs: string },
    options?: CallOptions,
  ): Promise<number>;
  /** Archives the channel; one that is archived already is fine. */
  archive(channelId: string, options?: CallOptions): Promise<void>;
  /** Opens an archived channel again; one that is open is fine. Slack allows it to few bots. */
  unarchive(channelId: string, options?: CallOptions): Promise<void>;
  /** Ends what goes on in the background. */
  close(): void;
}
