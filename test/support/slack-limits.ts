/**
 * Slack's rate limits: docs.slack.dev/apis/web-api/rate-limits. They apply to each method, app and workspace: at least so many calls a
 * minute, with bursts. Here a minute's worth may come at once, and is regained evenly.
 */
const TIER_2 = 20;
const TIER_3 = 50;
const TIER_4 = 100;

/** The tier on each method's page under docs.slack.dev/reference/methods. */
const TIERS: Readonly<Record<string, number>> = {
  'bookmarks.add': TIER_2,
  'bookmarks.list': TIER_2,
  'bookmarks.remove': TIER_2,
  'chat.delete': TIER_3,
  'chat.postEphemeral': TIER_4,
  'chat.update': TIER_3,
  'conversations.archive': TIER_2,
  'conversations.create': TIER_2,
  'conversations.history': TIER_3,
  'conversations.info': TIER_3,
  'conversations.invite': TIER_3,
  'conversations.list': TIER_2,
  'conversations.open': TIER_3,
  'conversations.replies': TIER_3,
  'conversations.setPurpose': TIER_2,
  'conversations.setTopic': TIER_2,
  'conversations.unarchive': TIER_2,
  'pins.add': TIER_2,
  'usergroups.list': TIER_2,
  'usergroups.users.list': TIER_2,
  'users.conversations': TIER_3,
  'users.info': TIER_4,
  'users.list': TIER_2,
  'users.lookupByEmail': TIER_3,
  'views.open': TIER_4,
  'views.push': TIER_4,
  'views.update': TIER_4,
};
/** One message a second in each channel, and short bursts; people have measured bursts of 25. */
const MESSAGES = { perMinute: 60, atOnce: 10 };

export interface SlackLimits {
  /** Null if Slack takes the call now; else in how many seconds it would. */
  refusal(method: string, channel: string | null): number | null;
}

/** `now` in milliseconds; a faster clock makes a faster Slack. */
export function createSlackLimits(now: () => number = Date.now): SlackLimits {
  const buckets = new Map<string, { left: number; atMs: number }>();
  return {
    refusal(method, channel) {
      const isMessage = method === 'chat.postMessage';
      const perMinute = isMessage ? MESSAGES.perMinute : TIERS[method];
      if (perMinute === undefined) return null;
      const atOnce = isMessage ? MESSAGES.atOnce : perMinute;
      const key = isMessage ? `${method} ${channel}` : method;
      const { left, atMs } = buckets.get(key) ?? { left: atOnce, atMs: now() };
      const nowMs = now();
      const available = Math.min(atOnce, left + ((nowMs - atMs) * perMinute) / 60_000);
      const isTaken = available >= 1;
      buckets.set(key, { left: isTaken ? available - 1 : available, atMs: nowMs });
      return isTaken ? null : Math.ceil(((1 - available) * 60) / perMinute);
    },
  };
}
