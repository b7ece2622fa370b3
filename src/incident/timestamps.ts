import { InvalidInputError } from './errors';
import { shown } from './read-fields';

const ALLOWED = 'a time such as 2026-01-15T10:00:00Z, or seconds or milliseconds since 1970';
const DATE_TIME = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|z|[+-]\d{2}:?\d{2})?$/;
const DATE_ONLY = /^(\d{4})-(\d{2})-(\d{2})$/;
/** Seconds since 1970 stay below this until the year 5138; milliseconds passed it in 1973. */
const FIRST_MILLISECONDS = 100_000_000_000;
const FUTURE_TOLERANCE_MS = 86_400_000;
const EARLIEST_MS = Date.UTC(1990, 0, 1);

/** Milliseconds since 1970, or null when it is no time. `2026-02-30` is none. */
export function parseTime(raw: unknown): number | null {
  if (typeof raw === 'number') return fromNumber(raw);
  if (typeof raw !== 'string') return null;
  const text = raw.trim();
  if (/^\d{9,13}$/.test(text)) return fromNumber(Number(text));
  const match = DATE_TIME.exec(text) ?? DATE_ONLY.exec(text);
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map((part) => Number(part ?? 0));
  const isReal = month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month) && hour < 24 && minute < 60 && second <= 60;
  if (!isReal) return null;
  const ms = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  return Date.UTC(year, month - 1, day, hour, minute, second, ms) - offsetMs(match[8]);
}

/**
 * A time as RFC 3339 in UTC; the receive time when absent, zero, or from before such alerts existed.
 * @throws InvalidInputError when it is no time, or lies more than a day ahead of the receive time.
 */
export function readTimestamp(raw: unknown, field: string, receivedAt: string): string {
  if (raw === undefined || raw === null || raw === '' || raw === 0 || raw === '0') return receivedAt;
  const time = parseTime(raw);
  if (time === null) throw new InvalidInputError(field, `${shown(raw)} is no time`, ALLOWED);
  if (time > Date.parse(receivedAt) + FUTURE_TOLERANCE_MS) throw new InvalidInputError(field, `${shown(raw)} lies in the future`, ALLOWED);
  return time < EARLIEST_MS ? receivedAt : new Date(time).toISOString();
}

/** Like `readTimestamp`, but what cannot be used becomes the receive time: for fields that a tool fills, not a person. */
export function lenientTimestamp(raw: unknown, receivedAt: string): string {
  try {
    return readTimestamp(raw, '', receivedAt);
  } catch {
    return receivedAt;
  }
}

function fromNumber(value: number): number | null {
  if (!Number.isFinite(value) || value <= 0) return null;
  const ms = value < FIRST_MILLISECONDS ? value * 1_000 : value;
  return ms > 8.64e15 ? null : Math.trunc(ms);
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function offsetMs(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z' || zone === 'z') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  const digits = zone.slice(1).replace(':', '');
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60_000;
}
