import { InvalidInputError } from './errors';
import { shown } from './read-fields';

const ALLOWED = 'a time such as 2026-01-15T10:00:00Z, or a number of seconds or milliseconds since 1970';
const DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|z|UTC|GMT|[+-]\d{2}:?\d{2})?(?:\s[A-Z]{3,5})?$/;
const DATE_ONLY = /^(\d{4})-(\d{2})-(\d{2})$/;
/** Seconds since 1970 stay below this until the year 5138; milliseconds passed it in 1973. */
const FIRST_MILLISECONDS = 100_000_000_000;
const FIRST_MICROSECONDS = FIRST_MILLISECONDS * 1_000;
const FIRST_NANOSECONDS = FIRST_MICROSECONDS * 1_000;
const LAST_NANOSECONDS = FIRST_NANOSECONDS * 1_000;
const FUTURE_TOLERANCE_MS = 86_400_000;
const EARLIEST_MS = Date.UTC(1990, 0, 1);

/** Milliseconds since 1970, or null when it is no time. `2026-02-30` is none. */
export function parseTime(raw: unknown): number | null {
  if (typeof raw === 'number') return fromNumber(raw);
  if (typeof raw !== 'string') return null;
  const text = raw.trim();
  if (/^\d{9,19}(?:\.\d{1,9})?$/.test(text)) return fromNumber(Number(text));
  const match = DATE_TIME.exec(text) ?? DATE_ONLY.exec(text);
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map((part) => Number(part ?? 0));
  const isReal = month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month) && hour < 24 && minute < 60 && second <= 60;
  if (!isReal) return null;
  const ms = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  return Date.UTC(year, month - 1, day, hour, minute, second, ms) - offsetMs(match[8]);
}

/** A time as RFC 3339 in UTC, and why what was given is not it; null when it is, or when nothing was given. */
export interface ReadTime {
  readonly at: string;
  readonly problem: 'no time' | 'in the future' | null;
}

/**
 * Reads a time. The receive time stands in when it is absent, zero or from before such alerts existed, and also when it
 * cannot be read or lies more than a day ahead: a date in a strange format must not lose the alert.
 * @throws InvalidInputError when it is neither text nor number.
 */
export function readTimestamp(raw: unknown, field: string, receivedAt: string): ReadTime {
  if (raw === undefined || raw === null || raw === '' || raw === 0 || raw === '0') return { at: receivedAt, problem: null };
  if (typeof raw !== 'string' && typeof raw !== 'number') throw new InvalidInputError(field, `${shown(raw)} is no time`, ALLOWED);
  const time = parseTime(raw);
  if (time === null) return { at: receivedAt, problem: 'no time' };
  if (time > Date.parse(receivedAt) + FUTURE_TOLERANCE_MS) return { at: receivedAt, problem: 'in the future' };
  return { at: time < EARLIEST_MS ? receivedAt : new Date(time).toISOString(), problem: null };
}

/** Like `readTimestamp`, but whatever cannot be used becomes the receive time: for fields that a tool fills. */
export function lenientTimestamp(raw: unknown, receivedAt: string): string {
  return typeof raw === 'string' || typeof raw === 'number' ? readTimestamp(raw, '', receivedAt).at : receivedAt;
}

function fromNumber(value: number): number | null {
  if (!Number.isFinite(value) || value <= 0 || value > LAST_NANOSECONDS) return null;
  if (value < FIRST_MILLISECONDS) return Math.trunc(value * 1_000);
  if (value < FIRST_MICROSECONDS) return Math.trunc(value);
  return Math.trunc(value < FIRST_NANOSECONDS ? value / 1_000 : value / 1_000_000);
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function offsetMs(zone: string | undefined): number {
  if (zone === undefined || !/^[+-]/.test(zone)) return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  const digits = zone.slice(1).replace(':', '');
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60_000;
}
