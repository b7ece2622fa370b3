import type { ChannelPrivacy } from '../incident/model/incident';
import type { Resolution } from '../incident/model/responders';
import type { SlackIdentity, WarRoom } from '../incident/model/state';
import type { RefusedInvitation } from '../incident/people/refused-invitations';
import type { ChatMessage } from '../incident/war-room/chat-message';

/** The activity's cancellation and priority, passed on to the network. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  /** 1 is the most urgent, 5 the least, as in Temporal; default 3. Where Slack limits a method, urgent calls go first. */
  readonly urgency?: number | undefined;
}

export interface PeopleSearch {
  readonly references: readonly string[];
  /**
   * True: only an exact email, user id or group counts as a person, so that a name alone lets no one in. Undefined:
   * not known, so only whole names count.
   */
  readonly isPrivate?: boolean | undefined;
  /** From the third attempt on, the people found so far are returned while the search for others continues. */
  readonly attempt?: number;
  /** True: waits until someone is found or the search for every reference has ended, instead of returning early. */
  readonly patient?: boolean | undefined;
}

export interface OpenRoomRequest {
  readonly incidentId: string;
  readonly name: string;
  /** Required on purpose: there is no default, and no fallback from private to public. */
  readonly privacy: ChannelPrivacy;
  /** RFC 3339. A room older than the incident is never reused. */
  readonly incidentCreatedAt: string;
}

export interface PostRequest {
  readonly channelId: string;
  /** Replies in the thread of this message; absent: posts to the channel itself. */
  readonly threadTs?: string | undefined;
  /** The message's identity, `incident/name` or `incident/name/item`; sent in its metadata. */
  readonly key: string;
  readonly message: ChatMessage;
  /** True: a post with this key may have been tried before, so it is looked for before posting. */
  readonly mayExist: boolean;
}

/** A message outside the rooms. */
export interface PostElsewhereRequest extends Pick<PostRequest, 'key' | 'message' | 'mayExist'> {
  readonly to: Addressee;
}
export type Addressee =
  | { readonly kind: 'person'; readonly userId: string }
  /** A public channel, by name or id. */
  | { readonly kind: 'channel'; readonly channel: string };

export interface PostedMessage {
  readonly ts: string;
  /** True if a message with this key was found instead of posted. */
  readonly found: boolean;
}

export interface RoomDescription {
  readonly channelId: string;
  readonly topic: string;
  readonly purpose: string;
  /** True if the room certainly has neither yet. */
  readonly isNew?: boolean;
}

/**
 * The war room, independent of the chat service. Every method may throw a `ChatError` (see errors.ts), which says whether a
 * retry helps, after how long, and what a person must fix.
 */
export interface WarRoomChat {
  /** Who the bot is and what it may do; cached for a few minutes. Throws if the token is refused or a scope is missing. */
  identify(options?: CallOptions): Promise<SlackIdentity>;
  /**
   * Finds each reference by user id, email, display name, user name, unique real name or user group; never guesses. A slow
   * search returns "pending" and continues in the background, so that the next call finds it further along.
   */
  findPeople(search: PeopleSearch, options?: CallOptions): Promise<Resolution>;
  /** Creates the room, or reuses the one that an earlier attempt created for this incident; never someone else's. */
  openRoom(request: OpenRoomRequest, options?: CallOptions): Promise<WarRoom>;
  /** Sets topic and purpose; the purpose marks the channel as this incident's. Skips what is already set. */
  describeRoom(room: RoomDescription, options?: CallOptions): Promise<void>;
  /**
   * Invites everyone who can be invited, and returns those whom Slack refused. People already in the room count as invited.
   */
  invite(
    room: { channelId: string; userIds: readonly string[] },
    options?: CallOptions,
  ): Promise<{ invited: readonly string[]; refused: readonly RefusedInvitation[] }>;
  post(request: PostRequest, options?: CallOptions): Promise<PostedMessage>;
  /** Posts to a person or another channel, and says in which channel the message is, which is where it can be edited. */
  postElsewhere(request: PostElsewhereRequest, options?: CallOptions): Promise<PostedMessage & { readonly channelId: string }>;
  edit(request: { channelId: string; ts: string; key: string; message: ChatMessage }, options?: CallOptions): Promise<void>;
  pin(message: { channelId: string; ts: string }, options?: CallOptions): Promise<void>;
  /** Adds a link to the channel's bookmark bar unless it is there; removes duplicates. */
  bookmark(link: { channelId: string; title: string; url: string }, options?: CallOptions): Promise<void>;
  /** Deletes duplicates of our keyed message; returns how many were removed. */
  removeCopies(
    message: { channelId: string; threadTs?: string | undefined; key: string; keepTs: string },
    options?: CallOptions,
  ): Promise<number>;
  /** Archives the channel. Does nothing if it is already archived. */
  archive(channelId: string, options?: CallOptions): Promise<void>;
  /** Unarchives the channel. Does nothing if it is already open. Slack lets only a few bots do this. */
  unarchive(channelId: string, options?: CallOptions): Promise<void>;
  /** Stops background work. */
  close(): void;
}
