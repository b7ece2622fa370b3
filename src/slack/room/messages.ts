import { ChatError } from '../../chat/errors';
import { EVENT_TYPE, keyOf } from '../../chat/message-key';
import type { Addressee, CallOptions, PostElsewhereRequest, PostedMessage, PostRequest } from '../../chat/port';
import { withTimeLimit } from '../../http/time-limit';
import type { ChatMessage } from '../../incident/war-room/chat-message';
import { type Rendered, withoutImages } from '../block-kit/blocks';
import { renderRoomMessage } from '../block-kit/render';
import type { Slash } from '../block-kit/ways';
import type { Call } from '../transport/call';
import { unless } from './unless';

/** Two seconds less than the activity's own limit. */
const POST_LIMIT_MS = 7_000;
const PAGE = 200;
const MAX_PAGES = 10;
const CHANNEL_ID = /^C[A-Z0-9]+$/;

/** What it takes to write a message. */
export interface Writer {
  readonly call: Call;
  readonly slash: Slash;
}

interface Place {
  readonly channelId: string;
  readonly threadTs?: string | undefined;
}

/**
 * Posts, or finds the message that already has the key. Lookup and post share one limit: a post that outlived its activity
 * would collide with the next attempt's.
 */
export function post(writer: Writer, request: PostRequest, options: CallOptions): Promise<PostedMessage> {
  return withTimeLimit(POST_LIMIT_MS, options.signal, (signal) => postOnce(writer, request, { ...options, signal }));
}

async function postOnce(writer: Writer, request: PostRequest, options: CallOptions): Promise<PostedMessage> {
  if (request.mayExist) {
    const [standing] = await findCopies(writer.call, request, request.key, options);
    if (standing !== undefined) return { ts: standing, found: true };
  }
  const { ts } = await send(writer, request, options);
  return { ts, found: false };
}

/**
 * Posts to a person or another channel, or finds the message that already has the key. Slack opens the conversation with the first message, so
 * it is looked up only before a repeat.
 */
export function postElsewhere(
  writer: Writer,
  request: PostElsewhereRequest,
  options: CallOptions,
): Promise<PostedMessage & { readonly channelId: string }> {
  return withTimeLimit(POST_LIMIT_MS, options.signal, async (signal) => {
    const within = { ...options, signal };
    const { to, key, mayExist } = request;
    const known = mayExist ? await placeOf(writer.call, to, within) : null;
    const [standing] = known === null ? [] : await findCopies(writer.call, { channelId: known }, key, within);
    if (known !== null && standing !== undefined) return { ts: standing, channelId: known, found: true };
    const { ts, channelId } = await send(
      writer,
      { ...request, channelId: known ?? (to.kind === 'person' ? to.userId : to.channel) },
      within,
    );
    return { ts, channelId, found: false };
  });
}

/** The channel's id; null if there is no such channel, so that Slack's answer to the post says so. */
async function placeOf(call: Call, to: Addressee, options: CallOptions): Promise<string | null> {
  if (to.kind === 'person') return openConversation(call, to.userId, options);
  return CHANNEL_ID.test(to.channel) ? to.channel : findChannel(call, to.channel, options);
}

async function findChannel(call: Call, name: string, options: CallOptions): Promise<string | null> {
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const query = { types: 'public_channel', exclude_archived: true, limit: 999, ...(cursor === undefined ? {} : { cursor }) };
    const { channels = [], response_metadata } = await call('conversations.list', (client) => client.conversations.list(query), options);
    const found = channels.find((channel) => channel.name === name)?.id;
    if (found !== undefined) return found;
    cursor = response_metadata?.next_cursor || undefined;
    if (cursor === undefined) break;
  }
  return null;
}

async function openConversation(call: Call, userId: string, options: CallOptions): Promise<string> {
  const { channel } = await call('conversations.open', (client) => client.conversations.open({ users: userId }), options);
  if (channel?.id === undefined) throw withoutAnswer('conversations.open', 'channel');
  return channel.id;
}

type Sending = Omit<PostRequest, 'mayExist'>;

async function send(
  { call, slash }: Writer,
  { channelId, threadTs, key, message }: Sending,
  options: CallOptions,
): Promise<{ ts: string; channelId: string }> {
  const { ts, channel } = await withImagesIfTaken(renderRoomMessage(message, incidentOf(key), slash), (rendered) =>
    call(
      'chat.postMessage',
      (client) =>
        client.chat.postMessage({
          channel: channelId,
          ...contentOf(rendered, key),
          ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
        } as never),
      { ...options, channel: channelId },
    ),
  );
  if (ts === undefined) throw withoutAnswer('chat.postMessage', 'ts');
  return { ts, channelId: channel ?? channelId };
}

function withoutAnswer(method: string, field: string): ChatError {
  const message = `Slack ${method}: the response has no ${field}`;
  return new ChatError({ code: 'slack_unknown', message, retryable: true, ambiguous: true, unknown: true });
}

export async function edit(
  { call, slash }: Writer,
  request: { channelId: string; ts: string; key: string; message: ChatMessage },
  options: CallOptions,
): Promise<void> {
  const { channelId: channel, ts, key, message } = request;
  await withImagesIfTaken(renderRoomMessage(message, incidentOf(key), slash), (rendered) =>
    call('chat.update', (client) => client.chat.update({ channel, ts, ...contentOf(rendered, key) } as never), options),
  );
}

/** What Slack answers if it cannot fetch an image. */
const IMAGE_REFUSED: ReadonlySet<string> = new Set(['slack_invalid_blocks', 'slack_invalid_attachments']);

/** A message matters more than its image: without one that Slack cannot fetch, it is sent again. */
async function withImagesIfTaken<Answer>(rendered: Rendered, send: (rendered: Rendered) => Promise<Answer>): Promise<Answer> {
  try {
    return await send(rendered);
  } catch (error) {
    const plain = withoutImages(rendered);
    if (plain === rendered || !(error instanceof ChatError) || !IMAGE_REFUSED.has(error.code)) throw error;
    return send(plain);
  }
}

/** Deletes all messages with the key except the one to keep. Returns how many it found. */
export async function removeCopies(call: Call, request: Place & { key: string; keepTs: string }, options: CallOptions): Promise<number> {
  const copies = (await findCopies(call, request, request.key, options)).filter((ts) => ts !== request.keepTs);
  for (const ts of copies) {
    await unless('slack_message_not_found', () =>
      call('chat.delete', (client) => client.chat.delete({ channel: request.channelId, ts }), options),
    );
  }
  return copies.length;
}

/** The ts of every message with the key, oldest first. */
async function findCopies(call: Call, place: Place, key: string, options: CallOptions): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const at = cursor;
    const query = { channel: place.channelId, limit: PAGE, include_all_metadata: true, ...(at ? { cursor: at } : {}) };
    const { threadTs } = place;
    const answer =
      threadTs === undefined
        ? await call('conversations.history', (client) => client.conversations.history(query), options)
        : await call('conversations.replies', (client) => client.conversations.replies({ ...query, ts: threadTs }), options);
    for (const message of answer.messages ?? []) {
      if (message.ts !== undefined && keyOf(message) === key) found.push(message.ts);
    }
    cursor = answer.response_metadata?.next_cursor || undefined;
    if (cursor === undefined) break;
  }
  return found.sort();
}

/** A key begins with the incident's id. */
const incidentOf = (key: string): string => key.split('/')[0] ?? '';

function contentOf(rendered: Rendered, key: string): Record<string, unknown> {
  return {
    ...rendered,
    metadata: { event_type: EVENT_TYPE, event_payload: { key } },
    // Nothing in an alert's text may become a link, a mention or a preview. An edit must say so as well, because its
    // defaults differ.
    parse: 'none',
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
  };
}
