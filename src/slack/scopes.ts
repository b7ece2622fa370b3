/** Exactly the bot scopes that the adapter's calls need. The app manifest requests the same. */
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
