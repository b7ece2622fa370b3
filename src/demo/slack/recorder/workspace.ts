import type { Message } from '../slack-json';
import type { SlackApi } from './slack-api';

export interface Person {
  readonly id: string;
  /** The user name, without `@`. */
  readonly name: string;
  readonly realName: string;
  readonly isBot: boolean;
}
export interface Room {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'direct';
  readonly topic: string;
  readonly isArchived: boolean;
  readonly isGeneral: boolean;
  /** With whom the app has this direct message. */
  readonly partner: string | null;
  readonly members: readonly string[];
}
export interface Bookmark {
  readonly title: string;
  readonly link: string;
}

/** The emulator's own first user. */
const ADMIN = 'U000000001';
const PAGE = 999;
type Json = Readonly<Record<string, unknown>>;
const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? (value as Json[]) : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Reads what the emulated workspace holds, as the app sees it. */
export class WorkspaceReader {
  readonly #api: SlackApi;

  constructor(api: SlackApi) {
    this.#api = api;
  }

  async people(): Promise<readonly Person[]> {
    const { members } = await this.#api.read('users.list', { limit: PAGE });
    return list(members).map(({ id, name, real_name, is_bot }) => ({
      id: text(id),
      name: text(name),
      realName: text(real_name) || text(name),
      isBot: is_bot === true,
    }));
  }

  /** Those who can be chosen as "you". */
  async clickers(): Promise<readonly Person[]> {
    return (await this.people()).filter(({ id, isBot }) => !isBot && id !== ADMIN);
  }

  /** What this person may see: all public channels, and what they are in. */
  async roomsOf(userId: string): Promise<readonly Room[]> {
    const types = 'public_channel,private_channel,im';
    const { channels } = await this.#api.read('conversations.list', { types, limit: PAGE });
    const rooms = await Promise.all(list(channels).map((channel) => this.#roomOf(channel)));
    return rooms.filter(({ kind, members }) => kind === 'public' || members.includes(userId));
  }

  async messages(channel: string): Promise<readonly Message[]> {
    const { messages } = await this.#api.read('conversations.history', { channel, limit: PAGE, include_all_metadata: true });
    return (list(messages) as unknown as readonly Message[]).toReversed();
  }

  async thread(channel: string, ts: string): Promise<readonly Message[]> {
    const { messages } = await this.#api.read('conversations.replies', { channel, ts, limit: PAGE, include_all_metadata: true });
    return list(messages) as unknown as readonly Message[];
  }

  /** The message with this `ts`, also if it is a reply. */
  async message(channel: string, ts: string, threadTs: string | undefined): Promise<Message | undefined> {
    const among = threadTs === undefined ? await this.messages(channel) : await this.thread(channel, threadTs);
    return among.find((one) => one.ts === ts);
  }

  async pins(channel: string): Promise<readonly string[]> {
    const { items } = await this.#api.read('pins.list', { channel });
    return list(items).map(({ message }) => text((message as Json | undefined)?.ts));
  }

  async bookmarks(channel: string): Promise<readonly Bookmark[]> {
    const { bookmarks } = await this.#api.read('bookmarks.list', { channel_id: channel });
    return list(bookmarks).map(({ title, link }) => ({ title: text(title), link: text(link) }));
  }

  async #roomOf(channel: Json): Promise<Room> {
    const id = text(channel.id);
    const { members } = await this.#api.read('conversations.members', { channel: id });
    return {
      id,
      name: text(channel.name),
      kind: channel.is_im === true ? 'direct' : channel.is_private === true ? 'private' : 'public',
      topic: text((channel.topic as Json | undefined)?.value),
      isArchived: channel.is_archived === true,
      isGeneral: channel.name === 'general' || channel.name === 'random',
      partner: channel.is_im === true ? text(channel.user) : null,
      members: Array.isArray(members) ? members.map(String) : [],
    };
  }
}
