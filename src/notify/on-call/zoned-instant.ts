import type ICAL from 'ical.js';

/**
 * Gives the instants of a calendar's times, in milliseconds. Many calendars name a time zone (`TZID=Europe/Berlin`) without
 * describing it, and whole days name none; then `zone` counts, and UTC if this system does not know it.
 */
export function instantsIn(zone: string): (time: ICAL.Time) => number {
  const format = formatOf(zone);
  /** How far the zone's clocks are ahead of UTC at an instant. */
  const offsetAt = (instantMs: number): number => {
    if (format === null) return 0;
    const parts = Object.fromEntries(format.formatToParts(instantMs).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second) - 1_000 * Math.floor(instantMs / 1_000);
  };
  return (time) => {
    if (!time.isDate && time.zone.tzid !== 'floating') return 1_000 * time.toUnixTime();
    const wallMs = Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second);
    const guess = wallMs - offsetAt(wallMs);
    // The offset that counts is that of the instant itself, which may lie on the other side of a change of the clocks.
    return wallMs - offsetAt(guess);
  };
}

/** Making a format takes milliseconds, and a calendar may name a zone thousands of times. Null for a zone that does not exist. */
const formats = new Map<string, Intl.DateTimeFormat | null>();
const MAX_FORMATS = 100;

function formatOf(timeZone: string): Intl.DateTimeFormat | null {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  if (formats.size >= MAX_FORMATS) formats.clear();
  const made = makeFormat(timeZone);
  formats.set(timeZone, made);
  return made;
}

function makeFormat(timeZone: string): Intl.DateTimeFormat | null {
  const numeric = 'numeric' as const;
  try {
    return new Intl.DateTimeFormat('en', {
      timeZone: timeZone || 'UTC',
      hourCycle: 'h23',
      year: numeric,
      month: numeric,
      day: numeric,
      hour: numeric,
      minute: numeric,
      second: numeric,
    });
  } catch {
    return null;
  }
}
