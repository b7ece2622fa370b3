/**
 * The pace of a method after Slack has limited it. Slack's limit applies to all workers together, and only Slack knows how
 * much of it is left. So each worker halves its pace when it is limited and then recovers slowly and steadily, as senders do
 * when they share a line without knowing about each other.
 */
export interface Pace {
  /** No calls before this time. */
  readonly closedUntilMs: number;
  /** Calls per minute when the method reopens; grows from then on. */
  readonly perMinute: number;
  /** Calls that may start at once, at `atMs`. */
  readonly tokens: number;
  readonly atMs: number;
  /** When Slack last reported a limit. */
  readonly limitedAtMs: number;
  /** When the pace was last halved. */
  readonly halvedAtMs: number;
}

const MINUTE_MS = 60_000;
/** Share of the budget that a pace never falls below. */
const FLOOR = 1 / 8;
/** Share of the budget regained per minute: fast enough to forget someone else's limit in half a minute. */
const GAIN = 1;
/** A burst of this length may start at once, so that a few incidents after a limit are not slowed down further. */
const BURST_MS = 30_000;
const MIN_BURST = 2;

/** Slack's tiers, in calls per minute; methods not named are in tier three. */
const TIERS: Readonly<Record<string, number>> = {
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

/**
 * The pace after a limit of `waitMs`. If the limited call started before the last limit was reported, it is the same limit
 * again. Slack counts by the minute, so several limits in one minute mean no more than the first.
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

/** True once the pace is back to what Slack allows; then nothing is slowed down until the next limit. */
export function isRecovered(pace: Pace, budget: number, nowMs: number): boolean {
  return nowMs >= pace.closedUntilMs && rateOf(pace, budget, nowMs) >= budget;
}

/** When a call with this many others ahead of it may start. */
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
