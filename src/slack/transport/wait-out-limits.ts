import { setTimeout as pause } from 'node:timers/promises';
import { ChatError } from '../../chat/errors';
import type { CallOptions } from '../../chat/port';

/** Makes one call of several, and waits out a short rate limit. */
export interface Patiently {
  <Result>(work: () => Promise<Result>): Promise<Result>;
  /** True once the budget is spent. */
  isOver(): boolean;
}

/**
 * For reading several pages: a rate limit in the middle would throw away the pages already read. Waits `budgetMs` in total
 * from now; after that, or when cancelled, it throws like a call without waiting.
 */
export function waitOutLimits({ signal }: CallOptions, budgetMs: number, now: () => number = Date.now): Patiently {
  const end = now() + budgetMs;
  const patiently = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        const waitMs = waitOf(error);
        if (waitMs === null || now() + waitMs > end) throw error;
        await pause(waitMs, undefined, signal === undefined ? {} : { signal });
      }
    }
  };
  return Object.assign(patiently, { isOver: () => now() >= end });
}

/** Null if this is not a rate limit, or if its length is unknown. */
function waitOf(error: unknown): number | null {
  return error instanceof ChatError && error.code === 'slack_rate_limited' ? (error.retryAfterMs ?? null) : null;
}
