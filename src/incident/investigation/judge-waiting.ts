import type { Problem } from '../model/state';

/** The probe queue of all incidents, as the server sees it. */
export interface ProbeQueue {
  /** Time since a worker last polled; null if the server has seen none recently. */
  readonly lastAskedMs: number | null;
  /** Roughly how many probes are waiting (the server also counts some that are running); null if unknown. */
  readonly waiting: number | null;
  /** The server did not describe the queue, so that nothing is known of its workers either. */
  readonly isUnseen?: true;
}

export const UNSEEN_QUEUE: ProbeQueue = { lastAskedMs: null, waiting: null, isUnseen: true };

export type Waiting = { readonly kind: 'goOn' } | { readonly kind: 'giveUp'; readonly problem: Problem };

/**
 * A worker with no free slot does not poll. A slot is taken for at most as long as two probes take one after the other,
 * so a worker that has not polled for longer is gone.
 */
const GONE_AFTER_MS = 100_000;
/** An investigation never waits longer than this. */
export const MAX_WAIT_MS = 10 * 60_000;

/**
 * Decides what to do about a probe that no worker has taken in time: either no worker is polling, or others are ahead of it. Where
 * that is not known, it waits its turn.
 */
export function judgeWaiting({ lastAskedMs, waiting, isUnseen }: ProbeQueue, waitedMs: number): Waiting {
  if (isUnseen && waitedMs < MAX_WAIT_MS) return { kind: 'goOn' };
  if (isUnseen) {
    return giveUp(
      'queue_unseen',
      `no worker took the probe within ${Math.round(waitedMs / 60_000)} min, and Temporal did not say whether a worker polls for probes`,
      "Check that a probe worker is running, and that the workers' API key may describe task queues. Then investigate again (incident investigate)",
    );
  }
  if (lastAskedMs === null || lastAskedMs > GONE_AFTER_MS) {
    const since = lastAskedMs === null ? '' : ` for ${Math.round(lastAskedMs / 1_000)} s`;
    return giveUp(
      'no_worker',
      `no worker has polled for probes${since}`,
      'Start a probe worker: npm start -- --queues incident-containers',
    );
  }
  if (waitedMs < MAX_WAIT_MS) return { kind: 'goOn' };
  const ahead = waiting === null ? 'other probes were' : `about ${waiting} ${waiting === 1 ? 'probe was' : 'probes were'}`;
  return giveUp(
    'waited_too_long',
    `the probe waited ${Math.round(waitedMs / 60_000)} min in the queue, and ${ahead} still ahead of it`,
    'Investigate again later (incident investigate), or start more probe workers: npm start -- --queues incident-containers',
  );
}

function giveUp(code: string, message: string, remedy: string): Waiting {
  return { kind: 'giveUp', problem: { code, message, mend: remedy } };
}
