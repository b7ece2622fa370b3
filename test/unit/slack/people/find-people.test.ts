import { ChatError } from '../../../../src/chat/errors';
import type { PeopleSearch, WarRoomChat } from '../../../../src/chat/port';
import { shareFoundMembers } from '../../../../src/slack/people/ask-user';
import { findPeople } from '../../../../src/slack/people/find-people';
import { memberOf } from '../../../../src/slack/people/member';
import { createPeopleIndex } from '../../../../src/slack/people/people-index';
import { createWebApiChat } from '../../../../src/slack/web-api-chat';
import { type Script, type ScriptedSlack, startScriptedSlack } from '../../../support/scripted-slack';

const member = (id: string, name: string, real_name: string, display_name = '', email = `${name}@example.com`) => ({
  id,
  name,
  real_name,
  team_id: 'T1',
  profile: { real_name, display_name, email },
});
const DANA = member('U1', 'dana', 'Dana Brandt', 'dba');
const OMAR = member('U2', 'omar', 'Omar Castillo', '', 'castillo@example.com');
const MEMBERS = [
  DANA,
  OMAR,
  member('U3', 'sana', 'Sana Rehman'),
  member('U4', 'sana.k', 'Sana Khan'),
  member('U5', 'dieter', 'Dieter Bach'),
  member('U6', 'jose', 'José Álvarez'),
  { ...member('U7', 'gone', 'Gone Girl'), deleted: true },
  { ...member('U8', 'robot', 'Robot Rex'), is_bot: true },
];

let slack: ScriptedSlack;
let chat: WarRoomChat;
beforeEach(async () => {
  slack = await startScriptedSlack();
  chat = createWebApiChat({ token: () => 'xoxb-t', apiUrl: slack.apiUrl });
  slack.on('auth.test', { team_id: 'T1', user_id: 'UBOT' });
  slack.on('users.lookupByEmail', (_, { params }) => (params.email === 'dba@example.com' ? { user: DANA } : { error: 'users_not_found' }));
  slack.on('users.info', (_, { params }) =>
    params.user === 'U0000001' ? { user: { ...OMAR, id: 'U0000001' } } : { error: 'user_not_found' },
  );
  slack.on('users.list', { members: MEMBERS });
  slack.on('usergroups.list', { usergroups: [{ id: 'S1', handle: 'dbas', name: 'Database people' }] });
  slack.on('usergroups.users.list', { users: ['U1', 'U2'] });
});
afterEach(async () => {
  chat.close();
  await slack.stop();
});

const find = (references: readonly string[], how: Omit<PeopleSearch, 'references'> = {}) =>
  chat.findPeople({ references, isPrivate: false, ...how });
/** What becomes of one reference, in a workspace of these people. */
async function methodOf(reference: string, members: readonly object[] = MEMBERS, how: Omit<PeopleSearch, 'references'> = {}) {
  slack.on('users.list', { members });
  const { resolved, unresolved } = await find([reference], how);
  if (resolved.length > 0) return resolved.map(({ userId, method }) => `${userId} by ${method}`).join(', ');
  const { reason, candidates = [] } = unresolved[0] ?? { reason: 'not even missing' };
  return `${reason} [${candidates.map(({ userId, how: fits }) => `${userId} ${fits}`).join(', ')}]`;
}
const pagesRead = () => slack.calls.filter(({ method }) => method === 'users.list').map(({ params }) => params.cursor ?? '');

it.each([
  ['dba@example.com', 'U1 by email'],
  ['DBA@Example.com', 'U1 by email'],
  ['omar@example.com', 'U2 by user_name'],
  ['dba', 'U1 by display_name'],
  ['@DBA', 'U1 by display_name'],
  ['Omar', 'U2 by user_name'],
  ['Sana Rehman', 'U3 by real_name'],
  ['rehman', 'U3 by real_name'],
  ['jose alvarez', 'U6 by real_name'],
  ['brandt dana', 'U1 by real_name'],
  ['@dbas', 'U1 by user_group, U2 by user_group'],
  ['Database people', 'U1 by user_group, U2 by user_group'],
  ['U0000001', 'U0000001 by user_id'],
  ['<@U0000001>', 'U0000001 by user_id'],
])('%s is %s', async (reference, expected) => {
  expect(await methodOf(reference)).toBe(expected);
});

it('never guesses among several, and names them', async () => {
  const sanas = [member('U3', 's1', 'Sana Rehman'), member('U4', 's2', 'Sana Khan')];
  expect(await methodOf('sana', sanas)).toMatch(/^2 people match: s1, s2; use an .* \[U3 real_name, U4 real_name\]$/);
  expect(await methodOf('khan', sanas)).toBe('U4 by real_name');
});

it.each<[string, readonly object[], string | RegExp]>([
  [
    'takes the display name that is another’s handle',
    [member('U1', 'anna', 'Anna Real', 'ciso'), member('U2', 'ciso', 'Cleo Iso')],
    /^2 people match: anna, ciso.* \[U1 display_name, U2 user_name\]$/,
  ],
  [
    'takes the real name that is another’s display name',
    [member('U1', 'a', 'Ciso'), member('U2', 'b', 'Cleo', 'CISO')],
    /^2 people match.* \[U2 display_name, U1 real_name\]$/,
  ],
  ['has one name in all its forms', [member('U1', 'ciso', 'Ciso', 'CISO'), member('U2', 'c', 'Cleo')], 'U1 by display_name'],
])('whoever %s', async (_, members, expected) => {
  for (const reference of ['ciso', '@ciso']) expect(await methodOf(reference, members)).toEqual(expect.stringMatching(expected));
});

it('takes one word that is several people’s for one of them only where it is written as a handle', async () => {
  const members = [member('U1', 'ciso', 'Cleo'), member('U2', 'b', 'Not Ciso')];
  expect(await methodOf('@ciso', members)).toBe('U1 by user_name');
  expect(await methodOf('ciso', members)).toMatch(/^2 people match: ciso, b; use .*@user-name \[U1 user_name, U2 real_name\]$/);
});

it('lets nobody take the name of a group', async () => {
  const members = [member('U5', 'mallory', 'Mallory', 'dbas')];
  expect(await methodOf('@dbas', members)).toBe('U1 by user_group, U2 by user_group');
  expect(await methodOf('dbas', members)).toMatch(/use @dbas for the group \[U5 display_name\]/);
});

it('guesses nobody where several groups have the name, in public or in private', async () => {
  slack.on('usergroups.list', {
    usergroups: [
      { id: 'S1', handle: 'dbas', name: 'Database people' },
      { id: 'S2', handle: 'data', name: 'DBAs' },
    ],
  });
  const members = [member('U5', 'mallory', 'Mallory', 'dbas')];
  for (const isPrivate of [true, false]) {
    expect(await methodOf('dbas', members, { isPrivate })).toMatch(/^2 user groups have this name; use one of their handles: @dbas, @data/);
    expect(await methodOf('@dbas', members, { isPrivate })).toBe('U1 by user_group, U2 by user_group');
  }
});

describe('the local part of an address', () => {
  const JAMES = member('U1', 'jking', 'James King');
  it.each<[string, readonly object[], string]>([
    ['james@example.com', [JAMES, OMAR], 'U1 by real_name'],
    ['james@partner.example', [JAMES, OMAR], 'no user has this email [U1 real_name]'],
    // Two members of three are of nowhere in particular.
    [
      'james@example.com',
      [JAMES, member('U2', 'a', 'A', '', 'a@x.example'), member('U3', 'b', 'B', '', 'b@y.example')],
      'no user has this email [U1 real_name]',
    ],
    ['james@gmail.com', [{ ...JAMES, profile: { ...JAMES.profile, email: 'jking@gmail.com' } }], 'no user has this email [U1 real_name]'],
    [
      'james@guest.example',
      [{ ...member('U1', 'jking', 'James King', '', 'jk@guest.example'), is_restricted: true }],
      'no user has this email [U1 real_name]',
    ],
    ['omar@example.com', [OMAR, member('U3', 'o', 'Omar')], 'no user has this email; 2 people match: omar, o [U2 user_name, U3 real_name]'],
  ])('%s', async (reference, members, expected) => {
    expect(await methodOf(reference, members)).toBe(expected);
  });
});

it('guesses nobody, by name or address, where not all people could be read', async () => {
  const james = memberOf({ id: 'U1', name: 'jking', real_name: 'James King' }, 'T1');
  const sources = {
    call: async () => {
      throw new ChatError({ code: 'slack_users_not_found', message: 'not found', retryable: false });
    },
    teamId: async () => 'T1',
    byEmail: shareFoundMembers(),
    directory: { read: async () => ({ people: createPeopleIndex([james]), ownDomain: 'example.com', isWhole: false }), close: () => {} },
    groups: async () => ({ groups: [] }),
  };
  const { resolved, unresolved } = await findPeople(sources, { references: ['james@example.com', 'james'], isPrivate: false }, {});
  expect(resolved).toEqual([]);
  expect(unresolved.map(({ candidates }) => candidates)).toEqual(
    Array(2).fill([{ userId: 'U1', name: 'James King', how: 'real_name', about: '@jking' }]),
  );
});

describe('a private incident', () => {
  const how = { isPrivate: true };
  it.each([
    ['dba@example.com', 'U1 by email'],
    ['U0000001', 'U0000001 by user_id'],
    ['@dbas', 'U1 by user_group, U2 by user_group'],
    ['Database people', 'U1 by user_group, U2 by user_group'],
    ['omar', 'a private incident accepts only an exact email, user id or user group [U2 user_name]'],
    ['omar@example.com', 'no user has this email [U2 user_name]'],
  ])('takes %s: %s', async (reference, expected) => {
    expect(await methodOf(reference, MEMBERS, how)).toBe(expected);
  });

  it('is not assumed where older code does not say, but nothing is guessed then', async () => {
    const unknown = { isPrivate: undefined };
    expect(await methodOf('Omar', MEMBERS, unknown)).toBe('U2 by user_name');
    expect(await methodOf('castillo', MEMBERS, unknown)).toBe('no user or user group has exactly this name [U2 real_name]');
    expect(await methodOf('omar@example.com', MEMBERS, unknown)).toBe('no user has this email [U2 user_name]');
  });
});

it.each([
  ['is_stranger', { ...member('U1', 'stan', 'Stan Stranger'), is_stranger: true }],
  ['another team', { ...member('U1', 'stan', 'Stan Stranger'), team_id: 'T2' }],
])('never finds people of other organisations by name (%s)', async (_, stranger) => {
  for (const reference of ['stan', 'Stan Stranger', 'stranger']) expect(await methodOf(reference, [stranger])).toMatch(/^no user.*\[\]$/);
});

it('finds people of the organisation’s other workspaces', async () => {
  const colleague = { ...member('U1', 'stan', 'Stan'), team_id: 'T2', enterprise_user: { teams: ['T2', 'T1'] } };
  expect(await methodOf('stan', [colleague])).toBe('U1 by user_name');
});

it.each([
  'gone',
  'robot',
  'nobody@example.com',
  'x',
  '',
  '@',
  'U9999999',
  '\u202e',
  'o'.repeat(10_000),
  `${'o'.repeat(10_000)}@example.com`,
])('finds nobody for %p', async (reference) => {
  const { resolved, unresolved, resolutionRate } = await find([reference]);
  expect(resolved).toEqual([]);
  expect(unresolved).toEqual([{ reference, reason: expect.any(String) }]);
  expect(resolutionRate).toBe(0);
});

it('names somebody who was asked for twice once, and counts references', async () => {
  const { resolved, resolutionRate } = await find(['dba@example.com', 'dba', 'nobody']);
  expect(resolved.map(({ userId }) => userId)).toEqual(['U1']);
  expect(resolutionRate).toBeCloseTo(2 / 3);
});

it('asks by email alone when that finds everybody, and of each person once for all incidents that call them', async () => {
  await Promise.all([find(['dba@example.com']), find(['dba@example.com'])]);
  await find(['dba@example.com']);
  expect(slack.methods()).toEqual(['users.lookupByEmail', 'auth.test']);
});

it('asks again for a person who was not found', async () => {
  slack.on('users.lookupByEmail', { error: 'users_not_found' });
  await find(['new@example.com']);
  slack.on('users.lookupByEmail', { user: { ...DANA, profile: { email: 'new@example.com' } } });
  expect((await find(['new@example.com'])).resolved).toHaveLength(1);
});

describe('what Slack refuses of one reference', () => {
  it('leaves the others found, and says what is missing', async () => {
    slack.on('users.list', { error: 'missing_scope', needed: 'users:read' });
    const { resolved, unresolved } = await find(['dba@example.com', 'dana.k']);
    expect(resolved.map(({ userId }) => userId)).toEqual(['U1']);
    expect(unresolved).toEqual([
      {
        reference: 'dana.k',
        reason: 'Slack users.list: missing scope users:read. Add the users:read scope to the app and reinstall it.',
        isUnchecked: true,
      },
    ]);
  });

  it('is for a person to mend where it is all of them', async () => {
    slack.on('users.list', { error: 'missing_scope', needed: 'users:read' });
    await expect(find(['dana.k', 'omar'])).rejects.toMatchObject({
      code: 'slack_missing_scope',
      remedy: expect.stringContaining('users:read'),
    });
  });

  it('is thrown where it concerns the token', async () => {
    slack.on('users.list', { error: 'token_revoked' });
    await expect(find(['dba@example.com', 'omar'])).rejects.toMatchObject({ code: 'slack_token_revoked' });
  });
});

it.each<[string, Script]>([
  ['a missing scope', { error: 'missing_scope', needed: 'usergroups:read' }],
  ['a Slack without groups', (outgoing) => void outgoing.writeHead(404).end('{"message":"Not Found"}')],
])('tells of groups that cannot be read once, and only who asked for one (%s)', async (_, script) => {
  slack.on('usergroups.list', script);
  const { unresolved } = await find(['nobody', '@payments', '@dbas']);
  expect(unresolved.map(({ reason }) => /couldn't read user groups \(slack_/.test(reason))).toEqual([false, true, false]);
});

describe('what passes', () => {
  it('is thrown twice, so that one lost answer does not make two calls of one', async () => {
    slack.on('users.list', { error: 'internal_error' });
    for (const attempt of [1, 2]) {
      await expect(find(['dba@example.com', 'omar'], { attempt })).rejects.toMatchObject({ code: 'slack_internal_error' });
    }
  });

  it('keeps nobody waiting who was found', async () => {
    slack.on('users.list', { error: 'internal_error' });
    const { resolved, unresolved } = await find(['dba@example.com', 'omar'], { attempt: 3 });
    expect(resolved.map(({ userId }) => userId)).toEqual(['U1']);
    expect(unresolved).toEqual([{ reference: 'omar', reason: expect.any(String), isPending: true }]);
  });

  it('is thrown as long as nothing is known of anybody', async () => {
    slack.on('users.list', { error: 'internal_error' });
    await expect(find(['omar'], { attempt: 30 })).rejects.toMatchObject({ code: 'slack_internal_error', retryable: true });
  });

  it('is waited for by whoever was answered before', async () => {
    slack.on('users.lookupByEmail', { error: 'internal_error' });
    await expect(find(['a@example.com', 'nobody'], { attempt: 30, patient: true })).rejects.toMatchObject({ code: 'slack_internal_error' });
    expect(await find(['a@example.com', 'omar'], { attempt: 30, patient: true })).toMatchObject({ resolved: [{ userId: 'U2' }] });
  });
});

describe('the directory', () => {
  it('is read page by page, once for all references', async () => {
    slack.on(
      'users.list',
      { members: [DANA], response_metadata: { next_cursor: 'page2' } },
      { members: [member('U20', 'late', 'Late Comer')] },
    );
    const { resolved } = await find(['late', 'dana']);
    expect(resolved.map(({ userId }) => userId).sort()).toEqual(['U1', 'U20']);
    expect(pagesRead()).toEqual(['', 'page2']);
    expect(slack.calls.find(({ method }) => method === 'users.list')?.params.limit).toBe('999');
  });

  it('of more pages than a minute allows keeps nobody waiting who was found, and is never read from its beginning again', async () => {
    let left = 20;
    slack.on('users.list', (outgoing, { params }) => {
      left -= 1;
      if (left >= 0) return { members: [], response_metadata: { next_cursor: `${Number(params.cursor ?? 1) + 1}` } };
      outgoing.statusCode = 429;
      outgoing.setHeader('retry-after', '60');
      return { error: 'ratelimited' };
    });
    const references = ['dba@example.com', 'gone@example.com'];
    for (const attempt of [1, 2]) {
      const { resolved, unresolved } = await find(references, { attempt });
      expect(resolved.map(({ userId }) => userId)).toEqual(['U1']);
      expect(unresolved).toEqual([
        { reference: 'gone@example.com', reason: expect.stringMatching(/is still being read$/), isPending: true },
      ]);
    }
    await expect(find(['gone@example.com'], { attempt: 3, patient: true })).rejects.toMatchObject({ code: 'slack_directory_unread' });
    expect(pagesRead().filter((cursor) => cursor === '')).toHaveLength(1);
    expect(pagesRead()).toHaveLength(21);
  });
});
