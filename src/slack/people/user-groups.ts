import { ChatError } from '../../chat/errors';
import type { CallOptions } from '../../chat/port';
import { cleanLine } from '../../incident/text/clean-text';
import type { Call } from '../transport/call';
import { normalName } from './normal-name';

export interface UserGroup {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
}
/** The groups, or why they cannot be read: a plan without groups, or a bot that may not see them. */
export type UserGroups = { readonly groups: readonly UserGroup[] } | { readonly refused: ChatError };

/** Long enough to serve all references of an incident, and short enough that a new group is found soon. */
const FRESH_MS = 60_000;

/** Reads the workspace's user groups, once a minute for all callers. */
export function createGroupsReader(call: Call, now: () => number = Date.now): (options: CallOptions) => Promise<UserGroups> {
  let known: { readonly read: Promise<UserGroups>; readonly until: number } | undefined;
  return (options) => {
    if (known !== undefined && now() < known.until) return known.read;
    const read = readGroups(call, options);
    known = { read, until: now() + FRESH_MS };
    // A temporary failure is not cached.
    read.catch(() => {
      known = undefined;
    });
    return read;
  };
}

async function readGroups(call: Call, options: CallOptions): Promise<UserGroups> {
  try {
    const { usergroups = [] } = await call('usergroups.list', (client) => client.usergroups.list(), options);
    return { groups: usergroups.flatMap(({ id, handle = '', name = '' }) => (id === undefined ? [] : [{ id, handle, name }])) };
  } catch (error) {
    if (error instanceof ChatError && !error.retryable) return { refused: error };
    throw error;
  }
}

/** The groups with this handle or name. A `@handle` is unique, so it returns that group alone. */
export function matchGroups(reference: string, groups: readonly UserGroup[]): readonly UserGroup[] {
  const wanted = normalName(reference.replace(/^@/, ''));
  const byHandle = groups.filter(({ handle }) => normalName(handle) === wanted);
  if (reference.startsWith('@') && byHandle.length === 1) return byHandle;
  return groups.filter((group) => byHandle.includes(group) || normalName(group.name) === wanted);
}

export async function membersOf(call: Call, { id }: UserGroup, options: CallOptions): Promise<readonly string[]> {
  const { users = [] } = await call('usergroups.users.list', (client) => client.usergroups.users.list({ usergroup: id }), options);
  return users;
}

/** The group as shown to people: `@payments`. */
export const shownGroup = ({ handle, name }: UserGroup): string => `@${cleanLine(handle || name, 80)}`;
