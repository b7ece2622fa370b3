/**
 * How fast a method is called after Slack has limited it. The limit is Slack's own for all workers together, so nobody
 * but Slack knows what is left of it: each worker halves its pace at a limit, and gains again slowly and steadily. That is
 * how senders who do not know of one another come to share a line.
 */
export interface Pace {
  /** No call before. */
  readonly closedUntilMs: number;
  /** Calls a minute, when it opens; it grows from then on. */
  readonly perMinute: number;
  /** Calls that may start at once, at `atMs`. */
  readonly tokens: number;
  readonly atMs: number;
  /** When Slack last told of a limit. */
  readonly limitedAtMs: number;
  /** When the pace was last halved. */
  readonly halvedAtMs: number;
}

const MINUTE_MS = 60_000;
/** Of the budget: a pace never falls below this share of it. */
const FLOOR = 1 / 8;
/** Of the budget, a minute: fast enough that a limit which was not ours to cause is forgotten in half a minute. */
const GAIN = 1;
/** Calls of so long may start at once, so that a few incidents after a limit are not slowed beyond it. */
const BURST_MS = 30_000;
const MIN_BURST = 2;

/** Slack's tiers, in calls a minute; what is not named is of the third. */
const TIERS: Readonly<Record<string, number>> = {
  'bookmarks.add': 20,
  'bookmarks.list': 20,
  'bookmarks.remove': 20,
  // A message a second in each channel.
  'chat.postMessage': 60,
  'conversations.archive': 20,
  'conversations.create': 20,
  'conversations.list': 20,
  'conversations.setPurpose': 20,
  'conversations.setTopic': 20,
  'conversations.unarchive': 20,
  'pins.add': 20,
  'usergroups.list': 20,
  'usergroups.users.list': 20,
  'users.info': 100,
  'users.list': 20,
};
const THIRD_TIER = 50;

/** Calls of a method a minute that Slack allows to all workers together, about. */
export function budgetOf(method: string): number {
  return TIERS[method] ?? THIRD_TIER;
}

/**
 * The pace after a limit of `waitMs`. One that was told to a call from before the last limit is the same limit again; and
 * Slack counts by the minute, so that several in one say no more than the first did.
 */
export function slowedDown(pace: Pace | null, budget: number, limit: { nowMs: number; startedAtMs: number; waitMs: number }): Pace {
  const { nowMs, startedAtMs, waitMs } = limit;
  const closedUntilMs = nowMs + waitMs;
  if (pace !== null && startedAtMs < pace.limitedAtMs)
    return { ...pace, closedUntilMs: Math.max(pace.closedUntilMs, closedUntilMs), atMs: Math.max(pace.atMs, closedUntilMs) };
  const isHalved = pace !== null && nowMs - pace.halvedAtMs < MINUTE_MS;
  const before = pace === null ? budget : rateOf(pace, budget, nowMs);
  const perMinute = isHalved ? before : Math.max(FLOOR * budget, before / 2);
  const halvedAtMs = isHalved ? pace.halvedAtMs : nowMs;
  return { closedUntilMs, perMinute, tokens: burstOf(perMinute), atMs: closedUntilMs, limitedAtMs: nowMs, halvedAtMs };
}

/** True once the pace has come back to what Slack allows: then nothing is slowed until the next limit. */
export function isRecovered(pace: Pace, budget: number, nowMs: number): boolean {
  return nowMs >= pace.closedUntilMs && rateOf(pace, budget, nowMs) >= budget;
}

/** When a call may start before which so many others do. */
export function startOf(pace: Pace, budget: number, ahead: number, nowMs: number): number {
  const fromMs = Math.max(nowMs, pace.closedUntilMs);
  const lacking = ahead + 1 - tokensAt(pace, budget, fromMs);
  return lacking <= 0 ? fromMs : fromMs + (lacking * MINUTE_MS) / rateOf(pace, budget, fromMs);
}

/** The pace after a call has started. */
export function afterStart(pace: Pace, budget: number, nowMs: number): Pace {
  return { ...pace, tokens: tokensAt(pace, budget, nowMs) - 1, atMs: Math.max(nowMs, pace.atMs) };
}

function rateOf({ perMinute, closedUntilMs }: Pace, budget: number, nowMs: number): number {
  return perMinute + (GAIN * budget * Math.max(0, nowMs - closedUntilMs)) / MINUTE_MS;
}

function tokensAt(pace: Pace, budget: number, nowMs: number): number {
  const rate = rateOf(pace, budget, nowMs);
  return Math.min(burstOf(rate), pace.tokens + (rate * Math.max(0, nowMs - pace.atMs)) / MINUTE_MS);
}

function burstOf(perMinute: number): number {
  return Math.max(MIN_BURST, (perMinute * BURST_MS) / MINUTE_MS);
}
