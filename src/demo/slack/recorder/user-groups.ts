import type { SlackAnswer, SlackCall } from '../slack-call';

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
