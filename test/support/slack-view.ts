import { WebClient } from '@slack/web-api';
import type { SlackComponent } from '../../src/demo/components';

/**
 * The tests' own tokens, which may also read pins. There are several, separate from the worker's, because the emulator
 * refuses a token after 5,000 calls.
 */
export const WITNESS_TOKENS = Array.from({ length: 20 }, (_, index) => `xoxb-emulated-witness-${index}`);
let turn = 0;

/** A client that sees what the bot sees. It does not retry. */
export function witness(slack: SlackComponent): WebClient {
  turn += 1;
  const options = { retryConfig: { retries: 0 }, ...(slack.apiUrl === undefined ? {} : { slackApiUrl: slack.apiUrl }) };
  return new WebClient(WITNESS_TOKENS[turn % WITNESS_TOKENS.length], options);
}

export interface SeenMessage {
  readonly ts: string;
  readonly key: string;
  readonly whole: string;
}
export interface SeenRoom {
  readonly id: string;
  readonly name: string;
  readonly isPrivate: boolean;
  readonly members: readonly string[];
  readonly messages: readonly SeenMessage[];
  readonly replies: readonly SeenMessage[];
  readonly pins: number;
}

/** Reads from Slack's own API what it holds, independently of what the worker believes. */
export async function seeRooms(slack: SlackComponent, named = ''): Promise<SeenRoom[]> {
  const client = witness(slack);
  const { channels = [] } = await client.conversations.list({ types: 'public_channel,private_channel', limit: 999 });
  // A name with a suffix counts too, but `incident-1` does not match `incident-11`.
  const rooms = channels.filter(({ name }) => name?.startsWith('incident-') && (named === '' || `${name}-`.startsWith(`${named}-`)));
  return Promise.all(rooms.map(({ id, name, is_private }) => seeRoom(client, id ?? '', name ?? '', is_private === true)));
}

/** The bot's messages in direct conversations, by the id of the person they went to; of these people alone, if any are given. */
export async function seeDirect(slack: SlackComponent, people?: ReadonlySet<string>): Promise<ReadonlyMap<string, readonly SeenMessage[]>> {
  const client = witness(slack);
  const { channels = [] } = await client.conversations.list({ types: 'im', limit: 999 });
  const seen = await Promise.all(
    channels
      .filter(({ user = '' }) => people?.has(user) ?? true)
      .map(async ({ id = '', user = '' }) => {
        const history = await client.conversations.history({ channel: id, include_all_metadata: true, limit: 999 });
        return [user, (history.messages ?? []).map(see).filter(({ key }) => key !== '')] as const;
      }),
  );
  return new Map(seen);
}

async function seeRoom(client: WebClient, id: string, name: string, isPrivate: boolean): Promise<SeenRoom> {
  const history = await client.conversations.history({ channel: id, include_all_metadata: true, limit: 999 });
  const messages = (history.messages ?? []).map(see).filter(({ key }) => key !== '');
  const threads = (history.messages ?? []).filter(({ reply_count }) => (reply_count ?? 0) > 0);
  const replies = await Promise.all(
    threads.map(async ({ ts = '' }) => {
      const thread = await client.conversations.replies({ channel: id, ts, include_all_metadata: true, limit: 999 });
      return (thread.messages ?? []).filter((reply) => reply.ts !== ts).map(see);
    }),
  );
  const { members = [] } = await client.conversations.members({ channel: id });
  const pins = await client.pins.list({ channel: id }).then(
    ({ items }) => items?.length ?? 0,
    () => -1,
  );
  return { id, name, isPrivate, members, messages, replies: replies.flat(), pins };
}

function see(message: object): SeenMessage {
  const { ts = '', metadata } = message as { ts?: string; metadata?: { event_payload?: { key?: string } } };
  return { ts, key: metadata?.event_payload?.key ?? '', whole: JSON.stringify(message) };
}

/** Keys that occur more than once. After any crash, this list must be empty. */
export function doubles(room: Pick<SeenRoom, 'messages'> & Partial<Pick<SeenRoom, 'replies'>>): string[] {
  const keys = [...room.messages, ...(room.replies ?? [])].map(({ key }) => key);
  return keys.filter((key, index) => keys.indexOf(key) !== index);
}
