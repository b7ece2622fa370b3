import type { TroubleTime } from './trouble-time';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Errors begin before the alert that reports them. */
const MAX_LEAD_MS = 5 * MINUTE_MS;

/** A span of time, in milliseconds; its end does not belong to it. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface LogWindows {
  readonly trouble: Span;
  readonly before: Span;
  readonly dayBefore: Span;
}

/**
 * The time of the trouble, from a little before its start, and as much time just before that and a day earlier. A trouble that
 * has only begun is compared with a span that is as short.
 */
export function logWindows({ startedAt, now }: TroubleTime, windowMs: number): LogWindows {
  const startMs = startedAt.getTime();
  const fromMs = startMs - Math.min(MAX_LEAD_MS, windowMs / 3);
  const toMs = Math.max(Math.min(now.getTime(), fromMs + windowMs), fromMs + MINUTE_MS);
  const lengthMs = toMs - fromMs;
  return {
    trouble: { fromMs, toMs },
    before: { fromMs: fromMs - lengthMs, toMs: fromMs },
    dayBefore: { fromMs: fromMs - DAY_MS, toMs: toMs - DAY_MS },
  };
}
