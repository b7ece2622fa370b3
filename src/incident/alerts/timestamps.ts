const CLOCK = '(\\d{2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?';
/** An offset (including `UTC+2`) and a zone word; either may be absent. */
const ZONE = '\\s*(?:(?:UTC|GMT)(?=[+-]))?(Z(?![A-Z])|[+-]\\d{1,2}(?::?\\d{2})?)?(?:\\s*\\(?([A-Z]{2,5})\\)?)?';
const DATE_TIME = new RegExp(`^(\\d{4})-(\\d{2})-(\\d{2})[T ]${CLOCK}${ZONE}$`, 'i');
/** `Thu, 26 Nov 2026 15:00:00 +0100`, as in email and HTTP. */
const MAIL_TIME = new RegExp(`^(?:[A-Z]{3},? )?(\\d{1,2}) ([A-Z]{3}) (\\d{4}) ${CLOCK}${ZONE}$`, 'i');
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DATE_ONLY = /^(\d{4})-(\d{2})-(\d{2})$/;
/**
 * Hours from UTC for zone words with a single meaning. CST, IST, PST, BST and the like are ambiguous: Chicago and Shanghai
 * share one, as do India, Israel and Ireland, or California and Manila.
 */
const ZONES: ReadonlyMap<string, number> = new Map(
  Object.entries({
    ...{ UTC: 0, GMT: 0, UT: 0, WET: 0, WEST: 1, CET: 1, CEST: 2, EET: 2, EEST: 3, MSK: 3, SAST: 2 },
    ...{ EST: -5, EDT: -4, MST: -7, MDT: -6, PDT: -7, AKST: -9, AKDT: -8, HST: -10 },
    ...{ JST: 9, KST: 9, HKT: 8, SGT: 8, AWST: 8, ACST: 9.5, ACDT: 10.5, AEST: 10, AEDT: 11, NZST: 12, NZDT: 13 },
  }),
);
/** Seconds since 1970 stay below this until the year 5138; milliseconds passed it in 1973. */
const FIRST_MILLISECONDS = 100_000_000_000;
const FIRST_MICROSECONDS = FIRST_MILLISECONDS * 1_000;
const FIRST_NANOSECONDS = FIRST_MICROSECONDS * 1_000;
const LAST_NANOSECONDS = FIRST_NANOSECONDS * 1_000;
/** No written time is longer than this. */
const MAX_CHARS = 100;
const FUTURE_TOLERANCE_MS = 86_400_000;
const EARLIEST_MS = Date.UTC(1990, 0, 1);

/** Milliseconds since 1970, or null if it is not a time. `2026-02-30` is not one. */
export function parseTime(raw: unknown): number | null {
  if (typeof raw === 'number') return fromNumber(raw);
  if (typeof raw !== 'string') return null;
  // Checked before trimming, because the part cut off might have been the zone.
  if (raw.length > MAX_CHARS) return null;
  const text = raw.trim();
  if (/^\d{9,19}(?:\.\d{1,9})?$/.test(text)) return fromNumber(Number(text));
  const match = DATE_TIME.exec(text) ?? DATE_ONLY.exec(text) ?? inOrder(MAIL_TIME.exec(text));
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map((part) => Number(part ?? 0));
  const isReal = month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month) && hour < 24 && minute < 60 && second <= 60;
  if (!isReal) return null;
  const ms = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  const offset = offsetMs(match[8], match[9]);
  return offset === null ? null : Date.UTC(year, month - 1, day, hour, minute, second, ms) - offset;
}

/** True for a written time without a zone. It is read as UTC, which may be hours off. */
export function namesNoZone(raw: unknown): boolean {
  if (typeof raw !== 'string' || raw.length > MAX_CHARS) return false;
  const match = DATE_TIME.exec(raw.trim()) ?? MAIL_TIME.exec(raw.trim());
  return match === null ? DATE_ONLY.test(raw.trim()) : match.at(-2) === undefined && match.at(-1) === undefined;
}

/** A time as RFC 3339 in UTC, and whether it is the one that was given. */
export interface ReadTime {
  readonly at: string;
  /** `none`: no time was given, so the time of receipt is used; `unread`: a value was given that cannot be the time. */
  readonly from: 'given' | 'none' | 'unread';
}

/**
 * Reads a time. The time of receipt is used if it is absent, zero, too old for such alerts, unreadable, or more than a day
 * in the future: an odd date format must not lose the alert.
 */
export function readTimestamp(raw: unknown, receivedAt: string): ReadTime {
  if (raw === undefined || raw === null || raw === '' || raw === 0 || raw === '0') return { at: receivedAt, from: 'none' };
  const time = parseTime(raw);
  if (time === null || time > Date.parse(receivedAt) + FUTURE_TOLERANCE_MS) return { at: receivedAt, from: 'unread' };
  return time < EARLIEST_MS ? { at: receivedAt, from: 'none' } : { at: new Date(time).toISOString(), from: 'given' };
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

/** An offset takes precedence over the word next to it; null for an ambiguous word. */
function offsetMs(offset: string | undefined, word: string | undefined): number | null {
  if (offset === undefined) {
    const hours = word === undefined ? 0 : ZONES.get(word.toUpperCase());
    return hours === undefined ? null : hours * 3_600_000;
  }
  if (offset.toUpperCase() === 'Z') return 0;
  const [, sign, hours = '', minutes = '0'] = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(offset) ?? [];
  // No place is further from UTC, so this is some other number.
  if (Number(hours) > 14 || Number(minutes) > 59) return null;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** The parts of a date with a month name, arranged as in the other patterns. */
function inOrder(match: readonly string[] | null): readonly (string | undefined)[] | null {
  if (match === null) return null;
  const [whole, day, month = '', year, ...clock] = match;
  return [whole, year, String(MONTHS.indexOf(month.toLowerCase()) + 1), day, ...clock];
}
