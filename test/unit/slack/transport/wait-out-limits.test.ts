import { ChatError } from '../../../../src/chat/errors';
import { waitOutLimits } from '../../../../src/slack/transport/wait-out-limits';

const limit = (retryAfterMs?: number) =>
  new ChatError({ code: 'slack_rate_limited', message: 'rate limited', retryable: true, retryAfterMs });
/** Fails with each of these, then answers. */
const failing = (...errors: unknown[]) => {
  const work = jest.fn(async () => {
    if (errors.length > 0) throw errors.shift();
    return 'page';
  });
  return work;
};

it('waits as long as it is told, then asks again', async () => {
  const work = failing(limit(20), limit(20));
  expect(await waitOutLimits({}, 1_000)(work)).toBe('page');
  expect(work).toHaveBeenCalledTimes(3);
});

it.each([
  ['a limit that holds for longer', limit(1_001)],
  ['one that does not say how long', limit()],
  ['another error', new ChatError({ code: 'slack_unreachable', message: 'x', retryable: true, retryAfterMs: 1 })],
  ['what is no error of the chat', new Error('x')],
])('throws %s', async (_, error) => {
  const work = failing(error);
  await expect(waitOutLimits({}, 1_000)(work)).rejects.toBe(error);
  expect(work).toHaveBeenCalledTimes(1);
});

it('stops waiting before the time of the activity is up', async () => {
  let nowMs = 0;
  const patiently = waitOutLimits({}, 1_000, () => nowMs);
  nowMs = 990;
  expect(await patiently(failing(limit(10)))).toBe('page');
  expect(patiently.isOver()).toBe(false);
  await expect(patiently(failing(limit(11)))).rejects.toMatchObject({ code: 'slack_rate_limited' });
  nowMs = 1_000;
  expect(patiently.isOver()).toBe(true);
});
