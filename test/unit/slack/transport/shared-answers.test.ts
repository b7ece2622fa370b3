import { shareAnswers } from '../../../../src/slack/transport/shared-answers';

interface Question {
  answer(value: string | null): void;
  fail(error: Error): void;
}

/** Questions that the test answers itself. */
function asking(isKept?: (answer: string | null) => boolean) {
  const questions: Question[] = [];
  let nowMs = 0;
  const share = shareAnswers<string | null>({ keptForMs: 60_000, now: () => nowMs, ...(isKept === undefined ? {} : { isKept }) });
  const ask = (signal?: AbortSignal, question = 'q') =>
    share(question, () => new Promise((answer, fail) => questions.push({ answer, fail })), signal);
  const pass = (ms: number): void => {
    nowMs += ms;
  };
  return { questions, ask, pass };
}

it('asks once for all who ask at once or soon after', async () => {
  const { questions, ask, pass } = asking();
  const all = [ask(), ask(), ask()];
  questions[0]?.answer('ann');
  await expect(Promise.all(all)).resolves.toEqual(['ann', 'ann', 'ann']);
  pass(59_999);
  await expect(ask()).resolves.toBe('ann');
  expect(questions).toHaveLength(1);
});

it('asks anew once the answer is old, and for another question', async () => {
  const { questions, ask, pass } = asking();
  const first = ask();
  questions[0]?.answer('ann');
  await first;
  void ask(undefined, 'another');
  pass(60_000);
  void ask();
  expect(questions).toHaveLength(3);
});

it('shares an answer that is not to be kept only with those who asked meanwhile', async () => {
  const { questions, ask } = asking((answer) => answer !== null);
  const all = [ask(), ask()];
  questions[0]?.answer(null);
  await expect(Promise.all(all)).resolves.toEqual([null, null]);
  void ask();
  expect(questions).toHaveLength(2);
});

it('shares a failure, and keeps none', async () => {
  const { questions, ask } = asking();
  const all = [ask(), ask()];
  questions[0]?.fail(new Error('rate limited'));
  expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  void ask();
  expect(questions).toHaveLength(2);
});

it('asks again, once for all, if the one who asked was cancelled', async () => {
  const { questions, ask } = asking();
  const cancelled = new AbortController();
  const [first, ...others] = [ask(cancelled.signal), ask(), ask()];
  cancelled.abort(new Error('cancelled'));
  questions[0]?.fail(new Error('aborted'));
  await expect(first).rejects.toThrow('aborted');
  expect(questions).toHaveLength(2);
  questions[1]?.answer('ann');
  await expect(Promise.all(others)).resolves.toEqual(['ann', 'ann']);
});

it('lets go at once of one who only waits and is cancelled', async () => {
  const { questions, ask } = asking();
  const cancelled = new AbortController();
  const [first, second] = [ask(), ask(cancelled.signal)];
  cancelled.abort(new Error('cancelled'));
  await expect(second).rejects.toThrow('cancelled');
  questions[0]?.answer('ann');
  await expect(first).resolves.toBe('ann');
});
