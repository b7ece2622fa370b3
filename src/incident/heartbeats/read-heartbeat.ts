import { isSeverity } from '../model/severity';
import { isFields, own } from '../text/read-fields';
import type { HeartbeatSettings } from './heartbeat-settings';

/** When a signal says that the heartbeat was fed. A time that cannot be read, or is in the future, counts as now. */
export function readFeed(payload: unknown, nowIso: string): string {
  const given = isFields(payload) ? own(payload, 'at') : undefined;
  const ms = typeof given === 'string' ? Date.parse(given) : Number.NaN;
  return Number.isNaN(ms) || ms > Date.parse(nowIso) ? nowIso : new Date(ms).toISOString();
}

/** A signal's payload as settings; null for anything else, which a person may have sent by hand. */
export function readHeartbeatSettings(payload: unknown): HeartbeatSettings | null {
  const settings = isFields(payload) ? own(payload, 'settings') : undefined;
  if (!isFields(settings)) return null;
  const users = own(settings, 'users');
  const isWhole =
    isDuration(own(settings, 'everyMs')) &&
    isDuration(own(settings, 'graceMs')) &&
    isSeverity(own(settings, 'severity')) &&
    Array.isArray(users) &&
    users.every((user) => typeof user === 'string');
  return isWhole ? (settings as unknown as HeartbeatSettings) : null;
}

/** At most a thousand years, so that every deadline is a valid time. */
function isDuration(value: unknown): boolean {
  return typeof value === 'number' && value > 0 && value < 1_000 * 366 * 86_400_000;
}
