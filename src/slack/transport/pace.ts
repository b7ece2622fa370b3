/**
 * The pace of a method. It begins with what Slack publishes: so many calls a minute, a minute's worth of them at once. Slack's
 * limit applies to all workers together, and only Slack knows how much of it is left. So each worker halves its pace when it
 * is limited and then recovers slowly and steadily, as senders do when they share a line without knowing about each other.
 */
export interface Pace {
  /** No calls before this time. */
  readonly closedUntilMs: number;
  /** Calls per minute when the method reopens; grows from then on. */
  readonly perMinute: number;
  /** Calls that may start at once, at `atMs`. */
  readonly tokens: number;
  readonly atMs: number;
  /** When Slack last reported a limit; null if it has not. */
  readonly limitedAtMs: number | null;
  /** When the pace was last halved; null if it has not been. */
  readonly halvedAtMs: number | null;
}

const MINUTE_MS = 60_000;
/** Share of the budget that a pace never falls below. */
const FLOOR = 1 / 8;
/** Share of the budget regained per minute: fast enough to forget someone else's limit in half a minute. */
const GAIN = 1;
/** After a limit, a burst of this length may start at once, so that a few incidents are not slowed down further. */
const BURST_MS = 30_000;
/** Messages that Slack is sure to take at once in a channel; it says only that short bursts are allowed. */
const MESSAGES_AT_ONCE = 10;
/** Share of what Slack takes at once that is used: calls do not arrive as evenly as they start. */
const USED_AT_ONCE = 0.9;
const MIN_BURST = 2;

/** Slack's tiers, in calls per minute; methods not named are in tier three. */
const TIERS: Readonly<Record<string, number>> = {
  // Its page promises hundreds.
  'auth.test': 300,
  'bookmarks.add': 20,
  'bookmarks.list': 20,
  'bookmarks.remove': 20,
  // One message per second in each channel.
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

/** Calls of a method per minute that Slack allows all workers together, roughly. */
export function budgetOf(method: string): number {
  return TIERS[method] ?? THIRD_TIER;
}

/** Calls that may start at once after none for a while. */
export function capacityOf(method: string): number {
  return USED_AT_ONCE * (method === 'chat.postMessage' ? MESSAGES_AT_ONCE : budgetOf(method));
}

/** The pace of a method that has not been called for a while. */
export function fullPace(method: string, nowMs: number): Pace {
  return {
    closedUntilMs: nowMs,
    perMinute: budgetOf(method),
    tokens: capacityOf(method),
    atMs: nowMs,
    limitedAtMs: null,
    halvedAtMs: null,
  };
}

/**
 * The pace after a limit of `waitMs`. If the limited call started before the last limit was reported, it is the same limit
 * again. Slack counts by the minute, so several limits in one minute mean no more than the first.
 */
export function slowedDown(pace: Pace, method: string, limit: { nowMs: number; startedAtMs: number; waitMs: number }): Pace {
  const { nowMs, startedAtMs, waitMs } = limit;
  const closedUntilMs = nowMs + waitMs;
  if (pace.limitedAtMs !== null && startedAtMs < pace.limitedAtMs)
    return { ...pace, closedUntilMs: Math.max(pace.closedUntilMs, closedUntilMs), atMs: Math.max(pace.atMs, closedUntilMs) };
  const isHalved = pace.halvedAtMs !== null && nowMs - pace.halvedAtMs < MINUTE_MS;
  const before = rateOf(pace, method, nowMs);
  const perMinute = isHalved ? before : Math.max(FLOOR * budgetOf(method), before / 2);
  const halvedAtMs = isHalved ? pace.halvedAtMs : nowMs;
  // What Slack regains while it refuses calls; after a short refusal that is little.
  const tokens = Math.min(burstOf(perMinute, method), Math.max(MIN_BURST, (perMinute * waitMs) / MINUTE_MS));
  return { closedUntilMs, perMinute, tokens, atMs: closedUntilMs, limitedAtMs: nowMs, halvedAtMs };
}

/** True once the pace is back to what Slack publishes, and as many calls as possible may start at once. */
export function isFull(pace: Pace, method: string, nowMs: number): boolean {
  return nowMs >= pace.closedUntilMs && tokensAt(pace, method, nowMs) >= capacityOf(method);
}

/** When a call with this many others ahead of it may start. */
export function startOf(pace: Pace, method: string, ahead: number, nowMs: number): number {
  const fromMs = Math.max(nowMs, pace.closedUntilMs);
  const lacking = ahead + 1 - tokensAt(pace, method, fromMs);
  return lacking <= 0 ? fromMs : fromMs + (lacking * MINUTE_MS) / rateOf(pace, method, fromMs);
}

/** The pace after a call has started. */
export function afterStart(pace: Pace, method: string, nowMs: number): Pace {
  return { ...pace, tokens: tokensAt(pace, method, nowMs) - 1, atMs: Math.max(nowMs, pace.atMs) };
}

function rateOf({ perMinute, closedUntilMs }: Pace, method: string, nowMs: number): number {
  const budget = budgetOf(method);
  return Math.min(budget, perMinute + (GAIN * budget * Math.max(0, nowMs - closedUntilMs)) / MINUTE_MS);
}

function tokensAt(pace: Pace, method: string, nowMs: number): number {
  const rate = rateOf(pace, method, nowMs);
  return Math.min(burstOf(rate, method), pace.tokens + (rate * Math.max(0, nowMs - pace.atMs)) / MINUTE_MS);
}

function burstOf(perMinute: number, method: string): number {
  const capacity = capacityOf(method);
  return perMinute >= budgetOf(method) ? capacity : Math.min(capacity, Math.max(MIN_BURST, (perMinute * BURST_MS) / MINUTE_MS));
}
