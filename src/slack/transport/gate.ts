import { ChatError } from '../../chat/errors';
import { afterStart, budgetOf, isRecovered, type Pace, slowedDown, startOf } from './pace';

/** A call that wants to start. */
export interface Entrant {
  readonly method: string;
  /** The channel, for methods that Slack limits per channel. */
  readonly channel?: string | undefined;
  /** 1 is the most urgent, 5 the least. */
  readonly urgency: number;
}

/** Starts calls at the pace that Slack allows. One gate per token, shared by all callers in this process. */
export interface Gate {
  /**
   * Resolves when the call may start: at once unless Slack has limited its method, else within two seconds.
   * @throws ChatError `slack_rate_limited`, with the time to retry after, if that would take longer.
   */
  enter(entrant: Entrant, signal?: AbortSignal): Promise<void>;
  /** Records that Slack limited a call that started at this time. Returns the error for it. */
  limited(entrant: Entrant, limit: { readonly startedAtMs: number; readonly retryAfterMs: number | undefined }): ChatError;
}

/** A longer wait is left to the activity's retry, which does not occupy a worker slot. */
const PATIENCE_MS = 2_000;
/** Pause for the method if Slack does not say how long. */
const UNTOLD_LIMIT_MS = 2_000;
/** The longest that a retry is delayed beyond the limit itself, because calls ahead of it may have been abandoned. */
const MAX_SPREAD_MS = 10_000;
const MAX_EXPECTED = 500;
/** Workers limited at the same moment must not all return at the same moment; the least urgent return last. */
const JITTER_MS = 200;

interface Waiter {
  readonly urgency: number;
  readonly deadlineMs: number;
  readonly start: () => void;
  readonly refuse: (error: ChatError) => void;
}
interface Line {
  pace: Pace;
  /** Most urgent first, then first come, first served. */
  readonly waiting: Waiter[];
  /** Calls that were refused, and when they will return. */
  expected: { readonly atMs: number; readonly urgency: number }[];
  timer: NodeJS.Timeout | undefined;
}

export function createGate(now: () => number = Date.now, random: () => number = Math.random): Gate {
  const lines = new Map<string, Line>();

  const refusal = (line: Line, entrant: Entrant): ChatError => {
    const nowMs = now();
    line.expected = line.expected.filter(({ atMs }) => atMs > nowMs).slice(-MAX_EXPECTED);
    const before = [...line.waiting, ...line.expected].filter(({ urgency }) => urgency <= entrant.urgency).length;
    const startMs = startOf(line.pace, budgetOf(entrant.method), before, nowMs);
    const latestMs = Math.max(nowMs, line.pace.closedUntilMs) + MAX_SPREAD_MS;
    const atMs = Math.min(startMs, latestMs) + random() * JITTER_MS * entrant.urgency;
    line.expected.push({ atMs, urgency: entrant.urgency });
    return rateLimited(entrant.method, Math.ceil(atMs - nowMs));
  };

  /** Starts the calls that may start, refuses those that would wait too long, and schedules the next round. */
  const serve = (line: Line, entrant: Entrant): void => {
    clearTimeout(line.timer);
    const budget = budgetOf(entrant.method);
    for (let next = line.waiting[0]; next !== undefined; next = line.waiting[0]) {
      const nowMs = now();
      const startMs = startOf(line.pace, budget, 0, nowMs);
      if (startMs > nowMs) {
        refuseLate(line, entrant, nowMs);
        if (line.waiting.length > 0) line.timer = setTimeout(() => serve(line, entrant), startMs - nowMs);
        return;
      }
      line.waiting.shift();
      line.pace = afterStart(line.pace, budget, nowMs);
      next.start();
    }
  };

  const refuseLate = (line: Line, entrant: Entrant, nowMs: number): void => {
    const late = line.waiting.filter(({ deadlineMs }, index) => startOf(line.pace, budgetOf(entrant.method), index, nowMs) > deadlineMs);
    for (const waiter of late) {
      line.waiting.splice(line.waiting.indexOf(waiter), 1);
      waiter.refuse(refusal(line, { ...entrant, urgency: waiter.urgency }));
    }
  };

  return {
    async enter(entrant, signal) {
      const key = keyOf(entrant);
      const line = lines.get(key);
      if (line === undefined) return;
      const nowMs = now();
      const budget = budgetOf(entrant.method);
      if (line.waiting.length === 0 && isRecovered(line.pace, budget, nowMs)) {
        lines.delete(key);
        return;
      }
      const ahead = line.waiting.filter(({ urgency }) => urgency <= entrant.urgency).length;
      const deadlineMs = nowMs + PATIENCE_MS;
      if (startOf(line.pace, budget, ahead, nowMs) > deadlineMs) throw refusal(line, entrant);
      await new Promise<void>((resolve, reject) => {
        const leave = (): void => {
          const index = line.waiting.indexOf(waiter);
          if (index !== -1) line.waiting.splice(index, 1);
          reject(signal?.reason);
        };
        const waiter: Waiter = {
          urgency: entrant.urgency,
          deadlineMs,
          start: () => {
            signal?.removeEventListener('abort', leave);
            resolve();
          },
          refuse: (error) => {
            signal?.removeEventListener('abort', leave);
            reject(error);
          },
        };
        signal?.addEventListener('abort', leave, { once: true });
        line.waiting.splice(ahead, 0, waiter);
        serve(line, entrant);
      });
    },

    limited(entrant, { startedAtMs, retryAfterMs }) {
      const key = keyOf(entrant);
      const nowMs = now();
      for (const [other, { pace, waiting }] of lines) {
        if (waiting.length === 0 && isRecovered(pace, budgetOf(other.split(' ')[0] ?? ''), nowMs)) lines.delete(other);
      }
      const line = lines.get(key);
      const waitMs = (retryAfterMs ?? UNTOLD_LIMIT_MS) + random() * JITTER_MS;
      const pace = slowedDown(line?.pace ?? null, budgetOf(entrant.method), { nowMs, startedAtMs, waitMs });
      const limited: Line = line ?? { pace, waiting: [], expected: [], timer: undefined };
      limited.pace = pace;
      lines.set(key, limited);
      serve(limited, entrant);
      // Without a time from Slack, the activity's own backoff applies.
      return retryAfterMs === undefined ? rateLimited(entrant.method, undefined) : refusal(limited, entrant);
    },
  };
}

const keyOf = ({ method, channel }: Entrant): string => (channel === undefined ? method : `${method} ${channel}`);

function rateLimited(method: string, retryAfterMs: number | undefined): ChatError {
  return new ChatError({ code: 'slack_rate_limited', message: `Slack ${method}: rate limited`, retryable: true, retryAfterMs });
}
