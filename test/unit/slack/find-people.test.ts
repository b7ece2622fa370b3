import type { WarRoomChat } from '../../../src/slack/port';
import { createWebApiChat } from '../../../src/slack/web-api-chat';
import { type Script, type ScriptedSlack, startScriptedSlack } from '../../support/scripted-slack';

const member = (id: string, name: string, real_name: string, display_name = '') => ({
  id,
  name,
  real_name,
  profile: { real_name, display_name },
});
const MEMBERS = [
  member('U1', 'dana', 'Dana Brandt', 'dba'),
  member('U2', 'omar', 'Omar Castillo'),
  member('U3', 'sana', 'Sana Rehman'),
  member('U4', 'sana.k', 'Sana Khan'),
  member('U5', 'dba', 'Dieter Bach'),
  member('U6', 'jose', 'José Álvarez'),
  { ...member('U7', 'gone', 'Gone Girl'), deleted: true },
  { ...member('U8', 'robot', 'Robot Rex'), is_bot: true },
];

let slack: ScriptedSlack;
let chat: WarRoomChat;
beforeEach(async () => {
  slack = await startScriptedSlack();
  chat = createWebApiChat({ token: () => 'xoxb-t', apiUrl: slack.apiUrl });
  slack.on('users.lookupByEmail', (_, { params }) =>
    params.email === 'dba@example.com' ? { user: MEMBERS[0] } : { error: 'users_not_found' },
  );
  slack.on('users.list', { members: MEMBERS });
  slack.on('usergroups.list', { usergroups: [{ id: 'S1', handle: 'dbas', name: 'Database people' }] });
  slack.on('usergroups.users.list', { users: ['U1', 'U2'] });
});
afterEach(() => slack.stop());

const methodOf = async (reference: string) => {
  const { resolved, unresolved } = await chat.findPeople([reference]);
  return resolved.length > 0 ? resolved.map(({ userId, method }) => `${userId} by ${method}`).join(', ') : unresolved[0]?.reason;
};

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
])('%s is %s', async (reference, expected) => {
  expect(await methodOf(reference)).toBe(expected);
});

it('never guesses among several', async () => {
  slack.on('users.list', { members: [...MEMBERS, member('U9', 'omar2', 'Omar Twin')] });
  expect(await methodOf('castillo')).toBe('U2 by real_name');
  slack.on('users.list', { members: [member('U3', 's1', 'Sana Rehman'), member('U4', 's2', 'Sana Khan')] });
  expect(await methodOf('sana')).toMatch(/^2 people match: s1, s2$/);
});

it.each(['gone', 'robot', 'nobody@example.com', 'x', '', '@'])('finds nobody for %p', async (reference) => {
  const { resolved, unresolved, resolutionRate } = await chat.findPeople([reference]);
  expect(resolved).toEqual([]);
  expect(unresolved).toEqual([{ reference, reason: expect.any(String) }]);
  expect(resolutionRate).toBe(0);
});

it('names somebody who was asked for twice once, and counts references', async () => {
  const { resolved, resolutionRate } = await chat.findPeople(['dba@example.com', 'dba', 'nobody']);
  expect(resolved.map(({ userId }) => userId)).toEqual(['U1']);
  expect(resolutionRate).toBeCloseTo(2 / 3);
});

it('reads every page of users, once for all references', async () => {
  slack.on(
    'users.list',
    { members: [MEMBERS[0] as object], response_metadata: { next_cursor: 'page2' } },
    { members: [member('U20', 'late', 'Late Comer')] },
  );
  const { resolved } = await chat.findPeople(['late', 'dana']);
  expect(resolved.map(({ userId }) => userId).sort()).toEqual(['U1', 'U20']);
  expect(slack.calls.filter(({ method }) => method === 'users.list').map(({ params }) => params.cursor ?? '')).toEqual(['', 'page2']);
});

describe('a rate limit in the middle of the pages', () => {
  const limited =
    (seconds: number): Script =>
    (outgoing) => {
      outgoing.statusCode = 429;
      outgoing.setHeader('retry-after', String(seconds));
      return { error: 'ratelimited' };
    };
  const first = { members: [MEMBERS[0] as object], response_metadata: { next_cursor: 'page2' } };
  const cursors = () => slack.calls.filter(({ method }) => method === 'users.list').map(({ params }) => params.cursor ?? '');

  it('is waited for when it is short, and the reading goes on where it was', async () => {
    slack.on('users.list', first, limited(1), { members: [member('U20', 'late', 'Late Comer')] });
    const { resolved } = await chat.findPeople(['late', 'dana']);
    expect(resolved.map(({ userId }) => userId).sort()).toEqual(['U1', 'U20']);
    expect(cursors()).toEqual(['', 'page2', 'page2']);
  });

  it('is left to a later attempt when it is long', async () => {
    slack.on('users.list', first, limited(31));
    await expect(chat.findPeople(['late'])).rejects.toMatchObject({ code: 'slack_rate_limited', retryAfterMs: 31_000 });
  });

  it('is not waited for any longer once the lookup is cancelled', async () => {
    const cancellation = new AbortController();
    slack.on('users.list', first, (outgoing, call) => {
      setTimeout(() => cancellation.abort(), 50);
      return (limited(20) as (...args: unknown[]) => object)(outgoing, call);
    });
    await expect(chat.findPeople(['late'], { signal: cancellation.signal })).rejects.toMatchObject({ name: 'AbortError' });
    expect(cursors()).toEqual(['', 'page2']);
  });
});

it('reads a workspace of thousands in few calls', async () => {
  await chat.findPeople(['dana']);
  expect(slack.calls.find(({ method }) => method === 'users.list')?.params.limit).toBe('999');
});

it('asks by email alone when that finds everybody', async () => {
  await chat.findPeople(['dba@example.com']);
  expect(slack.methods()).toEqual(['users.lookupByEmail']);
});

it('says so when groups cannot be read, and goes on', async () => {
  slack.on('usergroups.list', { error: 'missing_scope', needed: 'usergroups:read' });
  expect(await methodOf('@dbas')).toContain('slack_missing_scope');
});

it('throws what passes, so that the step is retried instead of losing somebody', async () => {
  slack.on('users.list', { error: 'ratelimited' });
  await expect(chat.findPeople(['omar'])).rejects.toMatchObject({ code: 'slack_rate_limited', retryable: true });
});
