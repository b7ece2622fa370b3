import { dayOf, formatDate } from '../../../../../src/demo/slack/draw/slack-date';

const NOON = Date.parse('2026-11-01T12:05:09Z') / 1_000;
const where = (now: string, timeZone = 'UTC') => ({ now: new Date(now), timeZone });

it.each([
  ['{date_num} {time}', '2026-11-01 12:05 PM'],
  ['{date}', 'November 1st, 2026'],
  ['{date_short}', 'Nov 1, 2026'],
  ['{date_long} at {time_secs}', 'Sunday, November 1st, 2026 at 12:05:09 PM'],
  ['since {date_pretty}', 'since November 1st, 2026'],
  ['{unknown}', '{unknown}'],
  ['{constructor}', '{constructor}'],
])('%s', (format, shown) => expect(formatDate(NOON, format, where('2026-12-24T00:00:00Z'))).toBe(shown));

it.each([
  ['2026-11-01T23:00:00Z', 'Today'],
  ['2026-11-02T00:10:00Z', 'Yesterday'],
  ['2026-10-31T23:59:00Z', 'Tomorrow'],
])('a day seen from %s is %s', (now, shown) => expect(formatDate(NOON, '{date_short_pretty}', where(now))).toBe(shown));

it("belongs to the reader's day, not to that of UTC", () => {
  expect(dayOf(new Date('2026-11-01T23:30:00Z'), where('2026-11-02T03:00:00Z', 'Asia/Tokyo'))).toBe('Today');
  expect(dayOf(new Date('2026-11-01T23:30:00Z'), where('2026-11-02T03:00:00Z'))).toBe('Yesterday');
});

it.each([
  ['2026-11-01T12:06:09Z', '1 minute ago'],
  ['2026-11-01T10:05:09Z', 'in 2 hours'],
])('{ago} seen from %s is %s', (now, shown) => expect(formatDate(NOON, '{ago}', where(now))).toBe(shown));
