import { judgeWaiting, MAX_WAIT_MS, UNSEEN_QUEUE } from '../../../../src/incident/investigation/judge-waiting';

const problemOf = (...args: Parameters<typeof judgeWaiting>) => {
  const waiting = judgeWaiting(...args);
  return waiting.kind === 'giveUp' ? waiting.problem : null;
};

it('is a missing worker only when nobody has asked for longer than a busy one can be silent', () => {
  expect(problemOf({ lastAskedMs: null, waiting: 72 }, 30_000)).toMatchObject({
    code: 'no_worker',
    message: 'no worker has polled for probes',
  });
  expect(problemOf({ lastAskedMs: 130_000, waiting: 72 }, 30_000)).toMatchObject({
    code: 'no_worker',
    message: 'no worker has polled for probes for 130 s',
    mend: expect.stringContaining('incident-containers'),
  });
  expect(judgeWaiting({ lastAskedMs: 45_000, waiting: 72 }, 30_000)).toEqual({ kind: 'goOn' });
});

it('waits its turn behind others, up to a limit of its own, and then says how many were ahead', () => {
  expect(judgeWaiting({ lastAskedMs: 500, waiting: 41 }, MAX_WAIT_MS - 1)).toEqual({ kind: 'goOn' });
  expect(problemOf({ lastAskedMs: 500, waiting: 41 }, MAX_WAIT_MS)).toMatchObject({
    code: 'waited_too_long',
    message: 'the probe waited 10 min in the queue, and about 41 probes were still ahead of it',
    mend: expect.stringContaining('incident investigate'),
  });
  expect(problemOf({ lastAskedMs: 500, waiting: 1 }, MAX_WAIT_MS)?.message).toContain('1 probe was still ahead');
  expect(problemOf({ lastAskedMs: 500, waiting: null }, MAX_WAIT_MS)?.message).toContain('other probes were still ahead');
});

it('waits its turn while the queue cannot be seen, and then does not say that there is no worker', () => {
  expect(judgeWaiting(UNSEEN_QUEUE, MAX_WAIT_MS - 1)).toEqual({ kind: 'goOn' });
  expect(problemOf(UNSEEN_QUEUE, MAX_WAIT_MS)).toMatchObject({
    code: 'queue_unseen',
    message: 'no worker took the probe within 10 min, and Temporal did not say whether a worker polls for probes',
  });
});
