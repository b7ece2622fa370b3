import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ChatError } from '../../../../src/chat/errors';
import type { WarRoomChat } from '../../../../src/chat/port';
import { createWebApiChat } from '../../../../src/slack/web-api-chat';
import { type ScriptedSlack, startScriptedSlack } from '../../../support/scripted-slack';
import { waitUntil } from '../../../support/wait-until';

const SIZE = 50_000;
const PAGES = Math.ceil(SIZE / 999);
const SYLLABLES = ['ba', 'ken', 'lu', 'mi', 'no', 'pe', 'ro', 'sha', 'ta', 'vi'];
const spell = (digits: string): string => [...digits].map((digit) => SYLLABLES[Number(digit)]).join('');
const capital = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
/** Everyone has a name of their own, of which each half is shared with hundreds. */
const nameOf = (index: number): readonly [string, string] => {
  const digits = String(index).padStart(5, '0');
  return [capital(spell(digits.slice(0, 2))), `${capital(spell(digits.slice(2)))}son`];
};
const userOf = (index: number) => {
  const [first, last] = nameOf(index);
  const real_name = `${first} ${last}`;
  const email = `${first}.${last}@example.com`.toLowerCase();
  const profile = {
    real_name,
    display_name: index % 3 === 0 ? `${first}${index}` : real_name,
    title: `Engineer, team ${index % 300}`,
    email,
  };
  return {
    id: `U${String(index).padStart(9, '0')}`,
    name: `${first}.${index}`.toLowerCase(),
    team_id: 'T1',
    deleted: index % 10 === 9,
    profile,
  };
};

let slack: ScriptedSlack;
let chat: WarRoomChat;
beforeEach(async () => {
  slack = await startScriptedSlack();
  chat = createWebApiChat({ token: () => 'xoxb-t', apiUrl: slack.apiUrl });
  slack.on('auth.test', { team_id: 'T1', user_id: 'UBOT' });
  slack.on('usergroups.list', { usergroups: [] });
  slack.on('users.lookupByEmail', { user: userOf(7) });
});
afterEach(async () => {
  chat.close();
  await slack.stop();
});

const pageAt = (cursor: string) => {
  const start = Number(cursor);
  const members = Array.from({ length: Math.min(999, SIZE - start) }, (_, offset) => userOf(start + offset));
  return { members, response_metadata: { next_cursor: start + 999 < SIZE ? String(start + 999) : '' } };
};
/** Asks until it is answered, as Temporal does. */
async function find(reference: string): Promise<string | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { resolved, unresolved } = await chat.findPeople({ references: [reference], isPrivate: false, attempt });
      if (unresolved[0]?.isPending !== true) return resolved[0]?.userId ?? unresolved[0]?.reason;
    } catch (error) {
      if (!(error instanceof ChatError) || !error.retryable) throw error;
    }
  }
}
const cursors = (): string[] => slack.calls.filter(({ method }) => method === 'users.list').map(({ params }) => params.cursor ?? '0');

it('reads fifty thousand people once for a hundred incidents, through a limit and an error, and no address waits for it', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  let release = (): void => {};
  const addressFound = new Promise<void>((resolve) => {
    release = resolve;
  });
  // Late, because the calls after a limit are slowed down.
  const trouble = new Map([
    ['47952', 429],
    ['19980', 500],
  ]);
  slack.on('users.list', (outgoing, { params: { cursor = '0' } }) => {
    const status = trouble.get(cursor);
    trouble.delete(cursor);
    if (status !== undefined) {
      outgoing.statusCode = status;
      outgoing.setHeader('retry-after', '1');
      return { error: 'ratelimited' };
    }
    if (cursor !== '0') return pageAt(cursor);
    void addressFound.then(() =>
      outgoing.setHeader('content-type', 'application/json').end(JSON.stringify({ ok: true, ...pageAt(cursor) })),
    );
    return undefined;
  });
  collect();
  const before = process.memoryUsage().heapUsed;
  const wanted = Array.from({ length: 100 }, (_, index) => index * 490);
  const searches = wanted.map((index) => find(nameOf(index).join(' ')));
  await waitUntil(() => cursors().length === 1);
  expect(await find('someone@example.com')).toBe(userOf(7).id);
  expect(cursors()).toEqual(['0']);
  release();
  expect(await Promise.all(searches)).toEqual(
    wanted.map((index) => (userOf(index).deleted ? 'this account is deactivated' : userOf(index).id)),
  );
  expect(cursors().sort()).toEqual([...Array.from({ length: PAGES }, (_, page) => String(page * 999)), '19980', '47952'].sort());
  expect(slack.methods().filter((method) => method === 'usergroups.list')).toHaveLength(1);

  const calls = slack.calls.length;
  expect(await find('Baba Nobodyson')).toBe('no user or user group has this name');
  expect(await find([...nameOf(12_345)].reverse().join(', '))).toBe(userOf(12_345).id);
  expect(await find(nameOf(12_345)[0])).toMatch(/^900 people match/);
  expect(slack.calls).toHaveLength(calls);
  collect();
  const megabytes = (process.memoryUsage().heapUsed - before) / 1e6;
  process.stdout.write(`a directory of ${SIZE} people holds ${megabytes.toFixed(0)} MB\n`);
  expect(megabytes).toBeLessThan(80);
}, 120_000);
