import { ChatError } from '../../chat/errors';
import { keyOf } from '../../chat/message-key';
import type { CallOptions, OpenRoomRequest } from '../../chat/port';
import type { WarRoom } from '../../incident/model/state';
import type { Call } from '../transport/call';
import { waitOutLimits } from '../transport/wait-out-limits';
import { decideAdoption, isAdopted, type NamesakeRoom } from './adopt-room';
import { roomNames } from './room-names';

const PAGE = 999;
/** Limits of the search for a room that an earlier attempt created. */
const MAX_PAGES = 10;
const SEARCH_BUDGET_MS = 5_000;

interface Identity {
  readonly botUserId: string;
  readonly workspaceUrl: string;
}
interface Channel {
  readonly id?: string;
  readonly name?: string;
  readonly creator?: string;
  readonly created?: number;
  readonly is_private?: boolean;
  readonly is_archived?: boolean;
  readonly purpose?: { readonly value?: string };
}

/**
 * Creates the channel, or finds the one an earlier attempt created. A refused private channel is an error, never a public
 * one.
 */
export async function openRoom(
  call: Call,
  identity: () => Promise<Identity>,
  request: OpenRoomRequest,
  options: CallOptions,
): Promise<WarRoom> {
  const isPrivate = request.privacy === 'private';
  const names = roomNames(request);
  let hasLooked = false;
  for (const name of names) {
    const made = await create(call, name, isPrivate, options);
    if (made !== null) return roomOf(made, request, await identity(), true);
    const found = hasLooked ? null : await findOurs(call, names, request, await identity(), options);
    if (found !== null) return roomOf(found, request, await identity(), false);
    hasLooked = true;
  }
  throw new ChatError({
    code: 'slack_name_taken',
    message: `Slack conversations.create: the name ${request.name} and ${names.length - 1} variants of it are taken`,
    retryable: false,
    remedy: 'Rename or delete the channels with these names.',
  });
}

/** Null if the name is taken. */
async function create(call: Call, name: string, isPrivate: boolean, options: CallOptions): Promise<Channel | null> {
  try {
    const { channel } = await call(
      'conversations.create',
      (client) => client.conversations.create({ name, is_private: isPrivate }),
      options,
    );
    const made = channel as Channel | undefined;
    if (made?.id === undefined)
      throw new ChatError({
        code: 'slack_unknown',
        message: 'Slack conversations.create: the response contains no channel',
        retryable: true,
        ambiguous: true,
        unknown: true,
      });
    // Slack reports what it created. If that is more public than requested, nothing may be posted there.
    if (isPrivate && made.is_private === false) {
      throw new ChatError({
        code: 'slack_privacy_refused',
        message: `Slack created #${name} as a public channel instead of a private one; nothing was posted in it`,
        retryable: false,
        remedy: 'Archive that channel, and allow the bot to create private channels.',
      });
    }
    return made;
  } catch (error) {
    if (error instanceof ChatError && error.code === 'slack_name_taken') return null;
    throw error;
  }
}

/** The room that an earlier attempt created, under any of the names. Null if there is none, or if none is found in time. */
async function findOurs(
  call: Call,
  names: readonly string[],
  request: OpenRoomRequest,
  { botUserId }: Identity,
  options: CallOptions,
): Promise<Channel | null> {
  const wanted = { ...request, botUserId };
  let unmarked: Channel | null = null;
  for await (const channel of ownRooms(call, request, options)) {
    if (channel.id === undefined || !names.includes(channel.name ?? '')) continue;
    const room = namesakeOf(channel);
    if (!isAdopted(decideAdoption(room, wanted))) continue;
    const hasMessages = await hasForeignMessages(call, channel.id, request.incidentId, options);
    const adoption = decideAdoption({ ...room, hasMessages }, wanted);
    // The room in use has the mark; an abandoned earlier room does not.
    if (adoption === 'marked_as_ours') return channel;
    if (isAdopted(adoption)) unmarked ??= channel;
  }
  return unmarked;
}

function namesakeOf(channel: Channel): NamesakeRoom {
  return {
    creator: channel.creator ?? '',
    isPrivate: channel.is_private === true,
    isArchived: channel.is_archived === true,
    purpose: channel.purpose?.value ?? '',
    createdAtMs: (channel.created ?? 0) * 1_000,
    hasMessages: false,
  };
}

/**
 * The rooms that the bot is in, as far as they can be read within seconds: people are waiting, and if the search takes too
 * long they get a room under the next name. Temporary errors are thrown, except a rate limit that lasts longer.
 */
async function* ownRooms(call: Call, { privacy }: OpenRoomRequest, options: CallOptions): AsyncGenerator<Channel> {
  const patiently = waitOutLimits(options, SEARCH_BUDGET_MS);
  const types = privacy === 'private' ? 'private_channel' : 'public_channel';
  let list: 'users.conversations' | 'conversations.list' = 'users.conversations';
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const query = { types, exclude_archived: true, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
    const answer = await patiently(() =>
      call(
        list,
        (client) => (list === 'users.conversations' ? client.users.conversations(query) : client.conversations.list(query)),
        options,
      ),
    ).catch((error: unknown) => {
      if (error instanceof ChatError && (!error.retryable || error.code === 'slack_rate_limited')) return null;
      throw error;
    });
    if (list === 'users.conversations' && answer?.channels === undefined) {
      // Not every Slack server (an emulator, for example) can list the bot's own rooms; every one can list all rooms.
      list = 'conversations.list';
      continue;
    }
    yield* (answer?.channels ?? []) as Channel[];
    cursor = answer?.response_metadata?.next_cursor || undefined;
    if (cursor === undefined || patiently.isOver()) return;
  }
}

/** True if the channel has messages other than joins and this incident's own. */
async function hasForeignMessages(call: Call, channel: string, incidentId: string, options: CallOptions): Promise<boolean> {
  const { messages = [] } = await call(
    'conversations.history',
    (client) => client.conversations.history({ channel, limit: 50, include_all_metadata: true }),
    options,
  );
  return messages.some((message) => {
    const isNotice =
      (message as { subtype?: string }).subtype !== undefined && /^(channel|group)_/.test((message as { subtype?: string }).subtype ?? '');
    return !isNotice && !keyOf(message).startsWith(`${incidentId}/`);
  });
}

function roomOf(channel: Channel, request: OpenRoomRequest, { workspaceUrl }: Identity, created: boolean): WarRoom {
  const channelId = channel.id ?? '';
  return {
    channelId,
    name: channel.name ?? request.name,
    privacy: request.privacy,
    created,
    url: `${workspaceUrl.replace(/\/$/, '')}/archives/${channelId}`,
  };
}
