/** What a method needs; docs.slack.dev/reference/methods has a page for each. */
export interface Method {
  /** Each of them must be granted; of several in one, any. */
  readonly scopes: readonly (readonly string[])[];
  /** Arguments without which Slack answers `invalid_arguments`. */
  readonly required: readonly string[];
}

/** Which scope of a pair is needed depends on the channel. */
const READ = ['channels:read', 'groups:read', 'im:read', 'mpim:read'];
const HISTORY = ['channels:history', 'groups:history', 'im:history', 'mpim:history'];
const WRITE = ['channels:manage', 'channels:write', 'groups:write', 'im:write', 'mpim:write'];

/** The methods that this project and its tests call. */
export const METHODS: Readonly<Record<string, Method>> = {
  'auth.test': { scopes: [], required: [] },
  'bookmarks.add': { scopes: [['bookmarks:write']], required: ['channel_id', 'title', 'type'] },
  'bookmarks.list': { scopes: [['bookmarks:read']], required: ['channel_id'] },
  'bookmarks.remove': { scopes: [['bookmarks:write']], required: ['channel_id', 'bookmark_id'] },
  'chat.getPermalink': { scopes: [], required: ['channel', 'message_ts'] },
  'chat.delete': { scopes: [['chat:write']], required: ['channel', 'ts'] },
  'chat.postEphemeral': { scopes: [['chat:write']], required: ['channel', 'user'] },
  'chat.postMessage': { scopes: [['chat:write']], required: ['channel'] },
  'chat.update': { scopes: [['chat:write']], required: ['channel', 'ts'] },
  'conversations.archive': { scopes: [WRITE], required: ['channel'] },
  'conversations.create': { scopes: [WRITE], required: [] },
  'conversations.history': { scopes: [HISTORY], required: ['channel'] },
  'conversations.info': { scopes: [READ], required: ['channel'] },
  'conversations.invite': { scopes: [WRITE], required: ['channel'] },
  'conversations.join': { scopes: [['channels:join']], required: ['channel'] },
  'conversations.kick': { scopes: [WRITE], required: ['channel', 'user'] },
  'conversations.leave': { scopes: [WRITE], required: ['channel'] },
  'conversations.list': { scopes: [READ], required: [] },
  'conversations.members': { scopes: [READ], required: ['channel'] },
  'conversations.open': { scopes: [['im:write', 'mpim:write']], required: [] },
  'conversations.replies': { scopes: [HISTORY], required: ['channel', 'ts'] },
  'conversations.setPurpose': { scopes: [WRITE], required: ['channel', 'purpose'] },
  'conversations.setTopic': { scopes: [WRITE], required: ['channel', 'topic'] },
  'conversations.unarchive': { scopes: [WRITE], required: ['channel'] },
  'pins.add': { scopes: [['pins:write']], required: ['channel'] },
  'pins.list': { scopes: [['pins:read']], required: ['channel'] },
  'pins.remove': { scopes: [['pins:write']], required: ['channel'] },
  'usergroups.list': { scopes: [['usergroups:read']], required: [] },
  'usergroups.users.list': { scopes: [['usergroups:read']], required: ['usergroup'] },
  'users.conversations': { scopes: [READ], required: [] },
  'users.info': { scopes: [['users:read']], required: ['user'] },
  'users.list': { scopes: [['users:read']], required: [] },
  'users.lookupByEmail': { scopes: [['users:read.email']], required: ['email'] },
  'views.open': { scopes: [], required: ['view'] },
  'views.push': { scopes: [], required: ['view'] },
  'views.update': { scopes: [], required: ['view'] },
};
