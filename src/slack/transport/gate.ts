import { ChatError } from '../../chat/errors';
import { afterStart, fullPace, isFull, type Pace, slowedDown, startOf } from './pace';

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
   * Resolves when the call may start, within two seconds. Up to what Slack publishes, that is at once. Slack often takes more,
   * so further calls start as earlier ones of them succeed: one, then two, then four. The result is to be called when the call
   * has ended.
   * @throws ChatError `slack_rate_limited`, with the time to retry after, if that would take longer.
   */
  enter(entrant: Entrant, signal?: AbortSignal): Promise<(isDone: boolean) => void>;
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
/** For so long after a limit, nothing is tried beyond what Slack publishes. */
const BELIEVED_MS = 10 * 60_000;
/** Workers limited at the same moment must not all return at the same moment; the least urgent return last. */
const JITTER_MS = 200;
/** Channels have lines of their own; each time that their number has doubled, those at rest are removed. */
const MANY_LINES = 200;

interface Waiter {
  readonly urgency: number;
  readonly deadlineMs: number;
  readonly start: (isBeyond: boolean) => void;
  readonly refuse: (error: ChatError) => void;
}
interface Line {
  readonly method: string;
  pace: Pace;
  /** Most urgent first, then first come, first served. */
  readonly waiting: Waiter[];
  /** Calls that were refused, and when they will return. */
  expected: { readonly atMs: number; readonly urgency: number }[];
  /** Calls under way beyond what Slack publishes, and how many there may be. */
  beyond: number;
  mayBeBeyond: number;
  timer: NodeJS.Timeout | undefined;
}

/** `speed`: how fast the clock `now` goes against the timers; measurements make Slack's minutes shorter. */
export function createGate(now: () => number = Date.now, random: () => number = Math.random, speed = 1): Gate {
  const lines = new Map<string, Line>();
  let tooMany = MANY_LINES;

  const lineOf = ({ method, channel }: Entrant): Line => {
    const key = channel === undefined ? method : `${method} ${channel}`;
    const known = lines.get(key);
    if (known !== undefined) return known;
    if (lines.size >= tooMany) removeLinesAtRest();
    const line: Line = { method, pace: fullPace(method, now()), waiting: [], expected: [], beyond: 0, mayBeBeyond: 1, timer: undefined };
    lines.set(key, line);
    return line;
  };

  const removeLinesAtRest = (): void => {
    for (const [key, { method, pace, waiting, beyond }] of lines) {
      if (waiting.length === 0 && beyond === 0 && isFull(pace, method, now())) lines.delete(key);
    }
    tooMany = Math.max(MANY_LINES, 2 * lines.size);
  };

  const refusal = (line: Line, entrant: Entrant): ChatError => {
    const nowMs = now();
    line.expected = line.expected.filter(({ atMs }) => atMs > nowMs).slice(-MAX_EXPECTED);
    const before = [...line.waiting, ...line.expected].filter(({ urgency }) => urgency <= entrant.urgency).length;
    const startMs = startOf(line.pace, entrant.method, before, nowMs);
    const latestMs = Math.max(nowMs, line.pace.closedUntilMs) + MAX_SPREAD_MS;
    const atMs = Math.min(startMs, latestMs) + random() * JITTER_MS * entrant.urgency;
    line.expected.push({ atMs, urgency: entrant.urgency });
    return rateLimited(entrant.method, Math.ceil(atMs - nowMs));
  };

  const isGenerous = ({ pace }: Line): boolean => pace.limitedAtMs === null || now() - pace.limitedAtMs > BELIEVED_MS;

  /** Starts the calls that may start, refuses those that would wait too long, and schedules the next round. */
  const serve = (line: Line, entrant: Entrant): void => {
    clearTimeout(line.timer);
    for (let next = line.waiting[0]; next !== undefined; next = line.waiting[0]) {
      const nowMs = now();
      const startMs = startOf(line.pace, entrant.method, 0, nowMs);
      const isBeyond = startMs > nowMs;
      if (isBeyond && !(isGenerous(line) && line.beyond < line.mayBeBeyond)) {
        refuseLate(line, entrant, nowMs);
        const [first] = line.waiting;
        if (first !== undefined) line.timer = setTimeout(() => serve(line, entrant), (Math.min(startMs, first.deadlineMs) - nowMs) / speed);
        return;
      }
      line.waiting.shift();
      if (isBeyond) line.beyond += 1;
      else line.pace = afterStart(line.pace, entrant.method, nowMs);
      next.start(isBeyond);
    }
  };

  const refuseLate = (line: Line, entrant: Entrant, nowMs: number): void => {
    const isLate = ({ deadlineMs }: Waiter, index: number): boolean =>
      isGenerous(line) ? deadlineMs <= nowMs : startOf(line.pace, entrant.method, index, nowMs) > deadlineMs;
    for (const waiter of line.waiting.filter(isLate)) {
      line.waiting.splice(line.waiting.indexOf(waiter), 1);
      waiter.refuse(refusal(line, { ...entrant, urgency: waiter.urgency }));
    }
  };

  return {
    async enter(entrant, signal) {
      const line = lineOf(entrant);
      const nowMs = now();
      const ahead = line.waiting.filter(({ urgency }) => urgency <= entrant.urgency).length;
      const deadlineMs = nowMs + PATIENCE_MS;
      if (!isGenerous(line) && startOf(line.pace, entrant.method, ahead, nowMs) > deadlineMs) throw refusal(line, entrant);
      const isBeyond = await new Promise<boolean>((resolve, reject) => {
        const leave = (): void => {
          const index = line.waiting.indexOf(waiter);
          if (index !== -1) line.waiting.splice(index, 1);
          reject(signal?.reason);
        };
        const waiter: Waiter = {
          urgency: entrant.urgency,
          deadlineMs,
          start: (beyond) => {
            signal?.removeEventListener('abort', leave);
            resolve(beyond);
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
      return (isDone) => {
        if (!isBeyond) return;
        line.beyond -= 1;
        if (isDone) line.mayBeBeyond += 1;
        serve(line, entrant);
      };
    },

    limited(entrant, { startedAtMs, retryAfterMs }) {
      const nowMs = now();
      const line = lineOf(entrant);
      const waitMs = (retryAfterMs ?? UNTOLD_LIMIT_MS) + random() * JITTER_MS;
      line.pace = slowedDown(line.pace, entrant.method, { nowMs, startedAtMs, waitMs });
      line.mayBeBeyond = 1;
      serve(line, entrant);
      // Without a time from Slack, the activity's own backoff applies.
      return retryAfterMs === undefined ? rateLimited(entrant.method, undefined) : refusal(line, entrant);
    },
  };
}

function rateLimited(method: string, retryAfterMs: number | undefined): ChatError {
  return new ChatError({ code: 'slack_rate_limited', message: `Slack ${method}: rate limited`, retryable: true, retryAfterMs });
}
