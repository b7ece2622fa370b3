import { ChatError } from '../chat/errors';
import type { CallOptions, RoomDescription, WarRoomChat } from '../chat/port';
import type { SlackIdentity } from '../incident/model/state';
import { shortened } from '../incident/text/graphemes';
import { DEFAULT_SLASH } from './block-kit/ways';
import { shareFoundMembers } from './people/ask-user';
import { createDirectoryReader } from './people/directory';
import { findPeople } from './people/find-people';
import { createGroupsReader } from './people/user-groups';
import { invite } from './room/invite';
import { edit, post, postElsewhere, removeCopies } from './room/messages';
import { openRoom } from './room/open-room';
import { unless } from './room/unless';
import { type Access, type Call, createCall } from './transport/call';
import { shareAnswers } from './transport/shared-answers';
import { unescaped } from './transport/unescaped';

/** Long enough that no incident waits for it, and short enough that a new workspace name is shown the same day. */
const IDENTITY_TTL_MS = 5 * 60_000;
const TOPIC_CHARS = 250;

export interface WebApiChatOptions extends Access {
  readonly requiredScopes?: readonly string[];
  /** The slash command, with its slash, as messages name it. */
  readonly command?: string;
  readonly now?: () => number;
}

/** The war room on Slack, through its Web API. */
export function createWebApiChat(options: WebApiChatOptions): WarRoomChat {
  const call = createCall(options);
  const writer = { call, slash: { command: options.command ?? DEFAULT_SLASH.command } };
  const identify = rememberIdentity(call, options);
  const teamId = async (): Promise<string> => (await identify()).teamId;
  const directory = createDirectoryReader(call, teamId, options.now);
  const people = { call, teamId, directory, byEmail: shareFoundMembers(options.now), groups: createGroupsReader(call, options.now) };
  return {
    identify,
    findPeople: (search, callOptions = {}) => findPeople(people, search, callOptions),
    openRoom: (request, callOptions = {}) => openRoom(call, () => identify(callOptions), request, callOptions),
    describeRoom: (room, callOptions = {}) => describeRoom(call, room, callOptions),
    invite: ({ channelId, userIds }, callOptions = {}) => invite(call, channelId, userIds, callOptions),
    post: (request, callOptions = {}) => post(writer, request, callOptions),
    postElsewhere: (request, callOptions = {}) => postElsewhere(writer, request, callOptions),
    edit: (request, callOptions = {}) => edit(writer, request, callOptions),
    pin: ({ channelId, ts }, callOptions = {}) =>
      unless('slack_already_pinned', () =>
        call('pins.add', (client) => client.pins.add({ channel: channelId, timestamp: ts }), callOptions),
      ),
    bookmark: (link, callOptions = {}) => bookmark(call, link, callOptions),
    archive: (channel, callOptions = {}) =>
      unless('slack_already_archived', () =>
        call('conversations.archive', (client) => client.conversations.archive({ channel }), callOptions),
      ),
    unarchive: (channel, callOptions = {}) =>
      unless('slack_not_archived', () =>
        call('conversations.unarchive', (client) => client.conversations.unarchive({ channel }), callOptions),
      ),
    removeCopies: (message, callOptions = {}) => removeCopies(call, message, callOptions),
    close: () => directory.close(),
  };
}

function rememberIdentity(call: Call, { requiredScopes = [], now }: WebApiChatOptions): WarRoomChat['identify'] {
  const share = shareAnswers<SlackIdentity>({ keptForMs: IDENTITY_TTL_MS, now });
  const ask = async (options: CallOptions): Promise<SlackIdentity> => {
    const identity = await askIdentity(call, options);
    const missing = identity.scopes === null ? [] : requiredScopes.filter((scope) => !identity.scopes?.includes(scope));
    if (missing.length > 0) {
      throw new ChatError({
        code: 'slack_missing_scope',
        message: `Slack auth.test: missing ${missing.length === 1 ? 'scope' : 'scopes'} ${missing.join(', ')}`,
        retryable: false,
        remedy: `Add ${missing.join(', ')} to the app (slack-app-manifest.yaml lists them all), and reinstall it.`,
      });
    }
    return identity;
  };
  return (options = {}) => share('auth.test', () => ask(options), options.signal);
}

async function askIdentity(call: Call, options: CallOptions): Promise<SlackIdentity> {
  const answer = await call('auth.test', (client) => client.auth.test(), options);
  const scopes = (answer.response_metadata as { scopes?: string[] } | undefined)?.scopes;
  return {
    workspace: answer.team ?? '',
    workspaceUrl: answer.url ?? '',
    teamId: answer.team_id ?? '',
    botUserId: answer.user_id ?? '',
    scopes: scopes === undefined || scopes.length === 0 ? null : scopes,
  };
}

async function describeRoom(call: Call, room: RoomDescription, options: CallOptions): Promise<void> {
  const { channelId: channel } = room;
  const current = room.isNew ? NOTHING : await readDescription(call, channel, options);
  const purpose = limited(room.purpose);
  const topic = limited(room.topic);
  // The purpose goes first: it marks the channel as this incident's.
  if (current.purpose !== purpose)
    await call('conversations.setPurpose', (client) => client.conversations.setPurpose({ channel, purpose }), options);
  if (current.topic !== topic) await call('conversations.setTopic', (client) => client.conversations.setTopic({ channel, topic }), options);
}

const NOTHING = { purpose: '', topic: '' };

async function readDescription(call: Call, channel: string, options: CallOptions): Promise<typeof NOTHING> {
  const answer = await call('conversations.info', (client) => client.conversations.info({ channel }), options);
  return { purpose: unescaped(answer.channel?.purpose?.value ?? ''), topic: unescaped(answer.channel?.topic?.value ?? '') };
}

async function bookmark(call: Call, link: { channelId: string; title: string; url: string }, options: CallOptions): Promise<void> {
  const { channelId: channel_id, title, url } = link;
  const { bookmarks = [] } = await call('bookmarks.list', (client) => client.bookmarks.list({ channel_id }), options);
  const [standing, ...copies] = bookmarks.filter(({ link: linked }) => linked === url);
  for (const { id } of copies) {
    if (id !== undefined) await call('bookmarks.remove', (client) => client.bookmarks.remove({ channel_id, bookmark_id: id }), options);
  }
  if (standing !== undefined) return;
  await call('bookmarks.add', (client) => client.bookmarks.add({ channel_id, title, link: url, type: 'link' }), options);
}

/** In a topic, mentions and links are plain text. Slack escapes topics itself. */
function limited(text: string): string {
  return shortened(text.replace(/[<>]/g, ' '), TOPIC_CHARS);
}
