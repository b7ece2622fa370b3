import { ChatError } from '../../chat/errors';
import type { CallOptions } from '../../chat/port';
import { cleanLine } from '../../incident/text/clean-text';
import type { Call } from '../transport/call';
import { shareAnswers } from '../transport/shared-answers';
import { unescaped } from '../transport/unescaped';
import { spellings } from './normal-name';

export interface UserGroup {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly isDisabled: boolean;
}
/** The groups, or why they cannot be read: a plan without groups, or a bot that may not see them. */
export type UserGroups = { readonly groups: readonly UserGroup[] } | { readonly refused: ChatError };

/** Long enough to serve all references of an incident, and short enough that a new group is found soon. */
const FRESH_MS = 60_000;

/** Reads the workspace's user groups, once a minute for all callers. */
export function createGroupsReader(call: Call, now?: () => number): (options: CallOptions) => Promise<UserGroups> {
  const share = shareAnswers<UserGroups>({ keptForMs: FRESH_MS, now });
  return (options) => share('groups', () => readGroups(call, options), options.signal);
}

async function readGroups(call: Call, options: CallOptions): Promise<UserGroups> {
  try {
    const { usergroups = [] } = await call('usergroups.list', (client) => client.usergroups.list({ include_disabled: true }), options);
    const groups = usergroups.flatMap(({ id, handle = '', name = '', date_delete = 0 }) =>
      id === undefined ? [] : [{ id, handle: unescaped(handle), name: unescaped(name), isDisabled: date_delete > 0 }],
    );
    return { groups };
  } catch (error) {
    if (error instanceof ChatError && !error.retryable) return { refused: error };
    throw error;
  }
}

/**
 * The groups with this handle or name, and a disabled one if there is no other. A handle is unique, so `@handle` returns
 * that group alone.
 */
export function matchGroups(
  reference: string,
  isHandle: boolean,
  all: readonly UserGroup[],
): { readonly groups: readonly UserGroup[]; readonly disabled: UserGroup | null } {
  const wanted = new Set(spellings(reference));
  const fits = (name: string): boolean => spellings(name).some((spelling) => wanted.has(spelling));
  const byHandle = all.filter(({ handle, isDisabled }) => !isDisabled && fits(handle));
  if (isHandle && byHandle.length === 1) return { groups: byHandle, disabled: null };
  const fitting = all.filter(({ handle, name }) => fits(handle) || fits(name));
  const groups = fitting.filter(({ isDisabled }) => !isDisabled);
  return { groups, disabled: groups.length === 0 ? (fitting[0] ?? null) : null };
}

export async function membersOf(call: Call, { id }: UserGroup, options: CallOptions): Promise<readonly string[]> {
  const { users = [] } = await call('usergroups.users.list', (client) => client.usergroups.users.list({ usergroup: id }), options);
  return users;
}

/** The group as shown to people: `@payments`. */
export const shownGroup = ({ handle, name }: UserGroup): string => `@${cleanLine(handle || name, 80)}`;
