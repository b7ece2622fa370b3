import { setTimeout as pause } from 'node:timers/promises';
import { ChatError } from '../../chat/errors';
import type { CallOptions } from '../../chat/port';

/** Makes one of several calls; a rate limit that is over soon is waited for. */
export interface Patiently {
  <Result>(work: () => Promise<Result>): Promise<Result>;
  /** True once the budget is spent. */
  isOver(): boolean;
}

/**
 * For reading several pages: a rate limit in the middle would throw away the pages that were read. Waits within `budgetMs`
 * from now in all; past that, and when cancelled, it throws as it would have without waiting.
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

/** Null: this is no rate limit, or nobody knows how long it holds. */
function waitOf(error: unknown): number | null {
  return error instanceof ChatError && error.code === 'slack_rate_limited' ? (error.retryAfterMs ?? null) : null;
}
