import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { StorageError } from '../../../src/activities/storage-error';
import { toFailure, UNKNOWN_ERROR_ATTEMPTS, withoutSecrets } from '../../../src/activities/to-failure';
import { ChatError } from '../../../src/chat/errors';
import { EngineError } from '../../../src/containers/errors';
import { InvalidInputError } from '../../../src/incident/text/errors';
import { NotifyError } from '../../../src/notify/notify-error';

const of = (error: unknown, attempt = 1): ApplicationFailure => {
  const failure = toFailure(error, attempt);
  if (!(failure instanceof ApplicationFailure)) throw new Error('not an ApplicationFailure');
  return failure;
};
const chat = (details: Partial<ConstructorParameters<typeof ChatError>[0]>): ChatError =>
  new ChatError({ code: 'slack_x', message: 'Slack x: trouble', retryable: true, ...details });

it('hands on type, message and what to mend, and nothing that holds requests', () => {
  const cause = new Error('xoxb-1234-secret');
  const failure = of(chat({ retryable: false, remedy: 'Do this.', cause }));
  expect(failure).toMatchObject({ type: 'slack_x', message: 'Slack x: trouble', nonRetryable: true, details: [{ mend: 'Do this.' }] });
  expect(failure.cause).toBeUndefined();
  expect(failure.stack).toBe('');
});

it('waits as long as Slack asks, on every attempt', () => {
  expect(of(chat({ retryAfterMs: 17_000 })).nextRetryDelay).toBe(17_000);
  expect(of(chat({ retryAfterMs: 17_000 }), 50).nextRetryDelay).toBe(17_000);
});

it('waits three seconds after an unclear end, then leaves it to the backoff, which is longer', () => {
  expect([1, 2, 3, 4, 20].map((attempt) => of(chat({ ambiguous: true }), attempt).nextRetryDelay)).toEqual([
    3_000,
    3_000,
    3_000,
    undefined,
    undefined,
  ]);
});

it('leaves a clear failure to the backoff', () => {
  expect(of(chat({})).nextRetryDelay).toBeUndefined();
});

it('retries what passes for ever, and what nobody knows ten times', () => {
  expect(of(chat({}), 10_000).nonRetryable).toBe(false);
  const full = new StorageError('no space is left on the disk', '/reports', { hint: 'Free space.' });
  expect(of(full)).toMatchObject({ type: 'storage_failed', details: [{ mend: 'Free space.' }] });
  for (const make of [() => chat({ unknown: true }), () => new TypeError('x is not a function'), () => full]) {
    expect(of(make(), UNKNOWN_ERROR_ATTEMPTS - 1).nonRetryable).toBe(false);
    expect(of(make(), UNKNOWN_ERROR_ATTEMPTS).nonRetryable).toBe(true);
  }
});

it('knows the engine’s and the door’s errors', () => {
  expect(of(new EngineError('engine_unreachable', 'away', { retryable: true, hint: 'Start it.' }))).toMatchObject({
    type: 'engine_unreachable',
    nonRetryable: false,
    details: [{ mend: 'Start it.' }],
  });
  expect(of(new InvalidInputError('title', 'is missing', undefined))).toMatchObject({ type: 'invalid_input', nonRetryable: true });
});

it('hands on what a paging service refused, and how long it asks us to wait', () => {
  const limited = new NotifyError({ code: 'notify_rate_limited', message: 'x: HTTP 429', retryable: true, retryAfterMs: 9_000 });
  expect(of(limited)).toMatchObject({ type: 'notify_rate_limited', nonRetryable: false, nextRetryDelay: 9_000 });
  const refused = new NotifyError({ code: 'notify_credentials', message: 'x: HTTP 401', retryable: false, remedy: 'Set it.' });
  expect(of(refused)).toMatchObject({ type: 'notify_credentials', nonRetryable: true, details: [{ mend: 'Set it.' }] });
});

it('takes whatever is thrown', () => {
  expect(of('just a text').message).toContain('just a text');
  expect(of(undefined).type).toBe('unexpected');
});

it('leaves Temporal’s own failures alone', () => {
  const cancelled = new CancelledFailure('cancelled');
  expect(toFailure(cancelled, 1)).toBe(cancelled);
});

it.each(['xoxb-123456-abcdef', 'xoxp-123456-abcdef', 'xapp-1-A123-456-abc', 'xoxe.xoxb-1-abcdef12', 'xoxe-1-abcdef12'])(
  'removes the token %s',
  (token) => {
    const text = withoutSecrets(`Bearer ${token} was refused`);
    expect(text).toBe('Bearer [secret removed] was refused');
    expect(JSON.stringify(of(new Error(`token=${token}`)))).not.toContain(token);
  },
);

it('is never longer than a history bears', () => {
  expect(of(new Error('x'.repeat(100_000))).message.length).toBeLessThanOrEqual(1_000);
});
