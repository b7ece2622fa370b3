import type { SlackAnswer, SlackCall } from '../slack-call';
import type { SlackApi } from './slack-api';

/** A user group of the emulated workspace; the emulator has none. */
export interface UserGroup {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly users: readonly string[];
}

/** Null if the call is not about groups. */
export function answerGroups({ method, args }: SlackCall, groups: readonly UserGroup[]): SlackAnswer | null {
  const ok = (body: object): SlackAnswer => ({ status: 200, body: { ok: true, ...body } });
  switch (method) {
    case 'usergroups.list':
      return ok({
        usergroups: groups.map(({ users, ...group }) => ({ ...group, is_usergroup: true, date_delete: 0, user_count: users.length })),
      });
    case 'usergroups.users.list': {
      const group = groups.find(({ id }) => id === args.usergroup);
      return group === undefined ? { status: 200, body: { ok: false, error: 'no_such_subteam' } } : ok({ users: group.users });
    }
    default:
      return null;
  }
}

/** Groups as a seed describes them: the emulator chooses the ids of people when it starts. */
export async function makeGroups(
  api: SlackApi,
  seeds: readonly { readonly handle: string; readonly name: string; readonly emails: readonly string[] }[],
): Promise<readonly UserGroup[]> {
  const { members = [] } = await api.read('users.list', { limit: 999 });
  const people = members as readonly { readonly id: string; readonly profile?: { readonly email?: string } }[];
  return seeds.map(({ handle, name, emails }, index) => ({
    id: `S00000000${index + 1}`,
    handle,
    name,
    users: people.flatMap(({ id, profile }) => (emails.includes(profile?.email ?? '') ? [id] : [])),
  }));
}
