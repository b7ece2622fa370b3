import { ChatError } from '../../../../src/chat/errors';
import { createDirectoryReader, type DirectoryReader } from '../../../../src/slack/people/directory';
import type { Call } from '../../../../src/slack/transport/call';
import { waitUntil } from '../../../support/wait-until';

type Page = { readonly names: readonly string[]; readonly next?: string };
const limit = (retryAfterMs: number) => new ChatError({ code: 'slack_rate_limited', message: 'limited', retryable: true, retryAfterMs });
const trouble = (code: string) => new ChatError({ code, message: code, retryable: true });

/** A Slack that answers `users.list` with each of these in turn, and what was asked of it. */
function workspace(answers: (Page | ChatError)[]) {
  const cursors: string[] = [];
  const call = (async (_: string, use: (client: object) => Promise<unknown>) =>
    use({
      users: {
        list: async ({ cursor = '' }: { cursor?: string }) => {
          cursors.push(cursor);
          const answer = answers.shift();
          if (answer === undefined) throw new Error('asked too often');
          if (answer instanceof ChatError) throw answer;
          const members = answer.names.map((name) => ({ id: `U-${name}`, name, profile: {} }));
          return { members, response_metadata: { next_cursor: answer.next ?? '' } };
        },
      },
    })) as unknown as Call;
  return { call, cursors };
}

let nowMs = 1_000_000;
let reader: DirectoryReader | undefined;
afterEach(() => reader?.close());
const readerOf = (call: Call): DirectoryReader => {
  reader = createDirectoryReader(
    call,
    async () => 'T1',
    () => nowMs,
  );
  return reader;
};
const namesOf = async (how?: { forMiss: boolean }) => (await reader?.read(how))?.people.members.map(({ userName }) => userName);

it('is read once for all who ask at the same moment', async () => {
  const { call, cursors } = workspace([{ names: ['a'], next: '2' }, { names: ['b'] }]);
  readerOf(call);
  expect(await Promise.all([namesOf(), namesOf(), namesOf({ forMiss: true })])).toEqual([
    ['a', 'b'],
    ['a', 'b'],
    ['a', 'b'],
  ]);
  expect(cursors).toEqual(['', '2']);
});

it('keeps its place over limits and errors, for whoever asks again', async () => {
  const { call, cursors } = workspace([
    { names: ['a'], next: '2' },
    limit(20),
    { names: ['b'], next: '3' },
    trouble('slack_unreachable'),
    { names: ['c'] },
  ]);
  readerOf(call);
  await expect(namesOf()).rejects.toMatchObject({ code: 'slack_unreachable' });
  expect(await namesOf()).toEqual(['a', 'b', 'c']);
  expect(cursors).toEqual(['', '2', '2', '3', '3']);
});

it('answers at once that it is being read where a limit holds for long', async () => {
  const { call, cursors } = workspace([{ names: ['a'], next: '2' }, limit(60_000)]);
  readerOf(call);
  const asked = [namesOf(), namesOf()];
  for (const one of asked)
    await expect(one).rejects.toMatchObject({ code: 'slack_directory_unread', retryable: true, retryAfterMs: 10_000 });
  await expect(namesOf()).rejects.toMatchObject({ message: expect.stringContaining('1 user so far') });
  expect(cursors).toEqual(['', '2']);
});

it('begins again when Slack no longer knows the place', async () => {
  const { call, cursors } = workspace([
    { names: ['a'], next: '2' },
    trouble('slack_invalid_cursor'),
    { names: ['a'], next: '2' },
    { names: ['b'] },
  ]);
  readerOf(call);
  expect(await namesOf()).toEqual(['a', 'b']);
  expect(cursors).toEqual(['', '2', '', '2']);
});

it('is remembered, for a shorter time where somebody was not in it', async () => {
  const { call, cursors } = workspace([{ names: ['a'] }, { names: ['a', 'b'] }, { names: ['c'] }]);
  readerOf(call);
  await namesOf();
  nowMs += 4_000;
  expect(await namesOf({ forMiss: true })).toEqual(['a']);
  nowMs += 2_000;
  expect(await namesOf()).toEqual(['a']);
  expect(await namesOf({ forMiss: true })).toEqual(['a', 'b']);
  nowMs += 10 * 60_000;
  expect(await namesOf()).toEqual(['c']);
  expect(cursors).toHaveLength(3);
});

it('serves as it was while it cannot be read anew, but does not say then that somebody is missing', async () => {
  readerOf(workspace([{ names: ['a'] }, ...Array.from({ length: 3 }, () => trouble('slack_unreachable'))]).call);
  await namesOf();
  nowMs += 20 * 60_000;
  expect(await namesOf()).toEqual(['a']);
  await expect(namesOf({ forMiss: true })).rejects.toMatchObject({ code: 'slack_unreachable' });
  nowMs += 24 * 3_600_000;
  await expect(namesOf()).rejects.toMatchObject({ retryable: true });
});

it('lists nobody twice whom Slack lists on two pages', async () => {
  const { call } = workspace([{ names: ['a', 'b'], next: '2' }, { names: ['b', 'c'] }]);
  readerOf(call);
  expect(await namesOf()).toEqual(['a', 'b', 'c']);
});

it('ends, and says so, in a workspace without end', async () => {
  const { call, cursors } = workspace(Array.from({ length: 300 }, (_, page) => ({ names: [`n${page}`], next: `${page + 2}` })));
  const directory = await readerOf(call).read();
  expect(directory.isWhole).toBe(false);
  expect(cursors).toHaveLength(200);
});

it('is not waited for any longer by who has been cancelled', async () => {
  const { call, cursors } = workspace([{ names: ['a'], next: '2' }, limit(2_000)]);
  const cancellation = new AbortController();
  const asked = readerOf(call).read({ signal: cancellation.signal });
  await waitUntil(() => cursors.length === 2);
  cancellation.abort();
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
});
