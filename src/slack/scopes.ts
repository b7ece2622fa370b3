/** The bot scopes without which no incident gets a war room: a missing one blocks the first step. */
export const REQUIRED_SCOPES = [
  'bookmarks:read',
  'bookmarks:write',
  'channels:history',
  'channels:manage',
  'channels:read',
  'chat:write',
  'groups:history',
  'groups:read',
  'groups:write',
  'pins:write',
  'usergroups:read',
  'users:read',
  'users:read.email',
] as const;

/**
 * The further bot scopes of Slack by hand: the slash command, and direct messages. They block nothing, so that an app that
 * was installed before they were needed still opens rooms. The app manifest requests these and the required ones.
 */
export const BY_HAND_SCOPES = ['commands', 'im:history', 'im:write'] as const;

export const MANIFEST_SCOPES: readonly string[] = [...REQUIRED_SCOPES, ...BY_HAND_SCOPES];
