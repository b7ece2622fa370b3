import { setTimeout as pause } from 'node:timers/promises';
import { ChatError } from './errors';
import type { CallOptions } from './port';

/** Longer than this is for the activity's retry to wait, which holds no worker's slot. */
const MAX_WAIT_MS = 30_000;
/** Of the 60 s that an activity of several calls has: what is left after the last wait must do for the calls themselves. */
const BUDGET_MS = 45_000;

/** Makes one of several calls; a rate limit that is over soon is waited for. */
export type Patiently = <Result>(work: () => Promise<Result>) => Promise<Result>;

/**
 * For reading many pages: a rate limit in the middle would throw away the pages that were read, and a workspace with more
 * of them than a minute allows would never be read to its end. Waits at most 30 s for one limit and until 45 s from now
 * in all; past that, and when cancelled, it throws as it would have without waiting.
 */
export function waitOutLimits({ signal }: CallOptions, now: () => number = Date.now): Patiently {
  const end = now() + BUDGET_MS;
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        const waitMs = waitOf(error);
        if (waitMs === null || waitMs > MAX_WAIT_MS || now() + waitMs > end) throw error;
        await pause(waitMs, undefined, signal === undefined ? {} : { signal });
      }
    }
  };
}

/** Null: this is no rate limit, or nobody knows how long it holds. */
function waitOf(error: unknown): number | null {
  return error instanceof ChatError && error.code === 'slack_rate_limited' ? (error.retryAfterMs ?? null) : null;
}
