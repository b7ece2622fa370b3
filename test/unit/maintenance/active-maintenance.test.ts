import type { Recurring } from '../../../src/incident/alert-groups/maintenance';
import { activeMaintenance, nextOccurrence, occurrenceAt, recurrenceProblem } from '../../../src/maintenance/active-maintenance';

const HOUR_MS = 3_600_000;
const sundays: Recurring = { rrule: 'FREQ=WEEKLY;BYDAY=SU;BYHOUR=2', forMs: 3 * HOUR_MS, timezone: 'Europe/Berlin', since: '2024-01-01' };
const at = (text: string): Date => new Date(text);

describe('a recurring maintenance', () => {
  it.each([
    ['on a winter Sunday', '2026-01-04T01:00:00Z', '2026-01-04T04:00:00Z'],
    ['on a summer Sunday', '2026-07-05T00:00:00Z', '2026-07-05T03:00:00Z'],
    ['when the clocks skip its beginning', '2026-03-29T01:00:00Z', '2026-03-29T04:00:00Z'],
    ['when its beginning comes twice', '2026-10-25T00:00:00Z', '2026-10-25T03:00:00Z'],
  ])('lasts its time %s', (_, from, to) => {
    const during = { from: at(from).toISOString(), to: at(to).toISOString() };
    expect(occurrenceAt(sundays, at(from))).toEqual(during);
    expect(occurrenceAt(sundays, new Date(Date.parse(to) - 1))).toEqual(during);
    expect(occurrenceAt(sundays, new Date(Date.parse(from) - 1))).toBeNull();
    expect(occurrenceAt(sundays, at(to))).toBeNull();
  });

  it.each([
    ['March', '2026-03-01', '2026-04-01', 5],
    ['October', '2026-10-01', '2026-11-01', 4],
  ])('covers exactly its share of %s, when the clocks change', (_, from, to, sundaysIn) => {
    let minutes = 0;
    for (let time = Date.parse(`${from}T00:00:00Z`); time < Date.parse(`${to}T00:00:00Z`); time += 30 * 60_000) {
      if (occurrenceAt(sundays, new Date(time)) !== null) minutes += 30;
    }
    expect(minutes).toBe(sundaysIn * 180);
  });

  it.each([
    ['2026-01-04T00:59:59Z', '2026-01-04T01:00:00.000Z'],
    ['2026-01-04T01:00:00Z', '2026-01-11T01:00:00.000Z'],
    ['2026-03-29T00:59:00Z', '2026-03-29T01:00:00.000Z'],
    ['2026-03-29T01:00:00Z', '2026-04-05T00:00:00.000Z'],
    ['2026-10-25T00:30:00Z', '2026-11-01T01:00:00.000Z'],
  ])('after %s, next begins at %s', (after, next) => {
    expect(nextOccurrence(sundays, at(after))?.from).toBe(next);
  });

  it('may be about to begin though the clocks have skipped its beginning', () => {
    const later = { ...sundays, rrule: 'FREQ=WEEKLY;BYDAY=SU;BYHOUR=2;BYMINUTE=45' };
    expect(nextOccurrence(later, at('2026-03-29T01:30:00Z'))?.from).toBe('2026-03-29T01:45:00.000Z');
  });

  it('may never occur again', () => {
    expect(nextOccurrence({ ...sundays, rrule: 'FREQ=DAILY;COUNT=2' }, at('2024-01-05T00:00:00Z'))).toBeNull();
  });

  it('may last longer than a day, and occur again while it lasts', () => {
    const daily: Recurring = { ...sundays, rrule: 'FREQ=DAILY;BYHOUR=0', forMs: 30 * HOUR_MS };
    expect(occurrenceAt(daily, at('2026-06-10T02:00:00Z'))?.from).toBe('2026-06-09T22:00:00.000Z');
  });

  it('counts from its first day', () => {
    const fortnightly: Recurring = { ...sundays, rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=SU', since: '2026-01-04', timezone: 'UTC' };
    expect(occurrenceAt(fortnightly, at('2026-01-18T01:00:00Z'))).not.toBeNull();
    expect(occurrenceAt(fortnightly, at('2026-01-11T01:00:00Z'))).toBeNull();
  });

  it.each([
    ['FREQ=WEEKLY;BYDAY=SU', 'Europe/Nowhere', 'timezone'],
    ['every Sunday', 'Europe/Berlin', 'rrule'],
    ['FREQ=WEEKLY;BYDAY=XX', 'Europe/Berlin', 'rrule'],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', 'Europe/Berlin', 'rrule'],
    ['FREQ=DAILY', 'Asia/Kathmandu', null],
    ['FREQ=SECONDLY', 'Europe/Berlin', 'rrule'],
    ['FREQ=HOURLY;COUNT=30000', 'Europe/Berlin', 'rrule'],
    ['FREQ=HOURLY;COUNT=9000', 'Europe/Berlin', null],
    ['FREQ=MINUTELY;INTERVAL=30', 'Europe/Berlin', null],
  ])('%s in %s: its problem is %s', (rrule, timezone, problem) => {
    expect(recurrenceProblem({ rrule, forMs: HOUR_MS, timezone, since: '2024-01-01' }, at('2026-01-01T00:00:00Z'))).toBe(problem);
  });

  it('that cannot be computed mutes nothing, and does not keep the others from muting', () => {
    const endless: Recurring = { ...sundays, rrule: 'FREQ=SECONDLY' };
    const windows = [endless, sundays].map((times) => ({ name: times.rrule, when: {}, times }));
    expect(activeMaintenance(windows, at('2026-01-04T01:00:00Z')).map(({ name }) => name)).toEqual([sundays.rrule]);
  });
});

it('a maintenance that happens once is going on from its beginning to its end', () => {
  const window = { name: 'move', when: {}, times: { from: '2026-06-01T10:00:00.000Z', to: '2026-06-01T12:00:00.000Z' } };
  const names = (time: string) => activeMaintenance([window], at(time)).map(({ name }) => name);
  expect(names('2026-06-01T09:59:59Z')).toEqual([]);
  expect(names('2026-06-01T10:00:00Z')).toEqual(['move']);
  expect(names('2026-06-01T12:00:00Z')).toEqual([]);
});
