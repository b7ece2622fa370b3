import type { WarRoom } from '../incident/state';
import { decideAdoption, isAdopted } from './adopt-room';
import type { Call } from './call';
import { ChatError } from './errors';
import { keyOf } from './message-key';
import type { CallOptions, OpenRoomRequest } from './port';
import { waitOutLimits } from './wait-out-limits';

const MAX_SUFFIX = 20;
const PAGE = 999;

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

/** Creates the channel, or finds the one an earlier attempt made. A refused private channel is an error, never a public one. */
export async function openRoom(
  call: Call,
  identity: () => Promise<Identity>,
  request: OpenRoomRequest,
  options: CallOptions,
): Promise<WarRoom> {
  const isPrivate = request.privacy === 'private';
  for (let suffix = 1; suffix <= MAX_SUFFIX; suffix += 1) {
    const name = suffix === 1 ? request.name : `${request.name.slice(0, 76)}-${suffix}`;
    const made = await create(call, name, isPrivate, options);
    if (made !== null) return roomOf(made, request, await identity(), true);
    const found = await findOurs(call, name, request, await identity(), options);
    if (found !== null) return roomOf(found, request, await identity(), false);
  }
  throw new ChatError({
    code: 'slack_name_taken',
    message: `Slack conversations.create: ${request.name} and ${MAX_SUFFIX - 1} names like it are taken by others`,
    retryable: false,
    mend: 'Rename or delete the channels of that name, then retry the step.',
  });
}

/** Null when the name is taken. */
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
        message: 'Slack conversations.create: an answer without a channel',
        retryable: true,
        ambiguous: true,
        unknown: true,
      });
    // Slack says what it made; were it ever more public than asked for, nothing may be posted there.
    if (isPrivate && made.is_private === false) {
      throw new ChatError({
        code: 'slack_privacy_refused',
        message: 'Slack made a public channel where a private one was asked for',
        retryable: false,
        mend: 'Allow the bot to create private channels, then retry the step.',
      });
    }
    return made;
  } catch (error) {
    if (error instanceof ChatError && error.code === 'slack_name_taken') return null;
    throw error;
  }
}

async function findOurs(
  call: Call,
  name: string,
  request: OpenRoomRequest,
  { botUserId }: Identity,
  options: CallOptions,
): Promise<Channel | null> {
  const channel = await findByName(call, name, options);
  if (channel?.id === undefined) return null;
  const room = {
    creator: channel.creator ?? '',
    isPrivate: channel.is_private === true,
    isArchived: channel.is_archived === true,
    purpose: channel.purpose?.value ?? '',
    createdAtMs: (channel.created ?? 0) * 1_000,
    hasMessages: false,
  };
  const wanted = { ...request, botUserId };
  if (!isAdopted(decideAdoption(room, wanted))) return null;
  const hasMessages = await hasForeignMessages(call, channel.id, request.incidentId, options);
  return isAdopted(decideAdoption({ ...room, hasMessages }, wanted)) ? channel : null;
}

async function findByName(call: Call, name: string, options: CallOptions): Promise<Channel | null> {
  const patiently = waitOutLimits(options);
  let cursor: string | undefined;
  do {
    const query = { types: 'public_channel,private_channel', limit: PAGE, ...(cursor ? { cursor } : {}) };
    const answer = await patiently(() => call('conversations.list', (client) => client.conversations.list(query), options));
    const found = (answer.channels as Channel[] | undefined)?.find((channel) => channel.name === name);
    if (found !== undefined) return found;
    cursor = answer.response_metadata?.next_cursor || undefined;
  } while (cursor !== undefined);
  return null;
}

/** Messages other than joins and this incident's own, which are as good as a mark. */
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
