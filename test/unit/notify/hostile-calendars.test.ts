import { peopleOnCall } from '../../../src/notify/on-call/ical';

/** A calendar of these events, each with a UID of its own unless it has one. */
const calendar = (...events: readonly (readonly string[])[]): string => withZone([], ...events);
const withZone = (zone: readonly string[], ...events: readonly (readonly string[])[]): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    ...zone,
    ...events.flatMap((lines, index) => [
      'BEGIN:VEVENT',
      ...(lines.some((line) => line.startsWith('UID')) ? [] : [`UID:${index}`]),
      ...lines,
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
    '',
  ].join('\r\n');
const many = <Item>(count: number, of: (index: number) => Item): Item[] => Array.from({ length: count }, (_, index) => of(index));
/** Far more than it takes, and far less than it takes if each event is compared with all others. */
const LINEAR_MS = 15_000;
const NOON = new Date('2026-11-20T12:00:00Z');
const ALL_DAY = ['DTSTART:20261120T000000Z', 'DTEND:20261121T000000Z'];
const ONCE = ['DTSTART:20200101T000000Z', 'DURATION:PT1H', 'SUMMARY:tell-tale'];

const endlessZone = [
  'BEGIN:VTIMEZONE',
  'TZID:Endless',
  ...['BEGIN:STANDARD', 'DTSTART:19700101T000000', 'TZOFFSETFROM:+0100', 'TZOFFSETTO:+0000', 'RRULE:FREQ=SECONDLY', 'END:STANDARD'],
  'END:VTIMEZONE',
];

it.each([
  ['a rule that no second ever matches', calendar([...ONCE, 'RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30'])],
  ['a rule that no day ever matches', calendar([...ONCE, 'RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31'])],
  ['a time zone that changes every second', withZone(endlessZone, ['DTSTART;TZID=Endless:20261120T000000', 'SUMMARY:x'])],
  ['300,000 excluded dates', calendar([...ONCE, 'RRULE:FREQ=DAILY', `EXDATE:${many(300_000, () => '20261105T000000Z').join(',')}`])],
])('%s does not stop the worker', (_, text) => {
  expect(() => peopleOnCall(text, NOON, 100)).toThrow(/^The calendar: it takes too long to read$/);
});

it('thousands of events, series, changed occurrences and zones that do not exist are read', () => {
  const text = calendar(
    ...many(3_000, (index) => [`DTSTART;TZID=Zone/${index % 50}:20200101T000000`, 'DURATION:PT1H', `SUMMARY:over ${index}`]),
    ...many(1_000, (index) => ['DTSTART:20261115T000000Z', 'DURATION:PT1H', 'RRULE:FREQ=WEEKLY', `SUMMARY:not now ${index}`]),
    ...many(2_000, (index) => [`UID:${index}`, `RECURRENCE-ID:20261115T000000Z`, 'DTSTART:20261115T000000Z', 'DURATION:PT1H']),
    [...ALL_DAY, 'ATTENDEE:mailto:ana@example.com'],
  );
  expect(peopleOnCall(text, NOON, LINEAR_MS)).toEqual(['ana@example.com']);
});

it('a changed occurrence of one series hides none of another that begins at the same time', () => {
  const daily = ['DTSTART:20261101T000000Z', 'DTEND:20261102T000000Z', 'RRULE:FREQ=DAILY'];
  const text = calendar(
    ['UID:first', ...daily, 'ATTENDEE:mailto:ana@example.com'],
    ['UID:second', ...daily, 'ATTENDEE:mailto:ben@example.com'],
    ['UID:second', 'RECURRENCE-ID:20261120T000000Z', ...ALL_DAY, 'ATTENDEE:mailto:cleo@example.com'],
  );
  expect(peopleOnCall(text, NOON)).toEqual(['ana@example.com', 'cleo@example.com']);
});

it('a change of an occurrence and all that follow it counts for those too', () => {
  const text = calendar(
    ['UID:1', 'DTSTART:20261101T000000Z', 'DTEND:20261102T000000Z', 'RRULE:FREQ=DAILY', 'ATTENDEE:mailto:ana@example.com'],
    [
      'UID:1',
      'RECURRENCE-ID;RANGE=THISANDFUTURE:20261119T000000Z',
      'DTSTART:20261119T000000Z',
      'DTEND:20261120T000000Z',
      'ATTENDEE:mailto:ben@example.com',
    ],
  );
  const on = (day: string) => peopleOnCall(text, new Date(`2026-11-${day}T12:00:00Z`));
  expect(['18', '19', '20', '21'].map(on)).toEqual([['ana@example.com'], ['ben@example.com'], ['ben@example.com'], ['ben@example.com']]);
});

it('names and addresses come out as clean lines of bounded length, each once, at most fifty', () => {
  const text = calendar(
    [...ALL_DAY, `SUMMARY:Ana\\n<!channel>\u0007\u202e\\, ${'x'.repeat(1_000_000)}`],
    [...ALL_DAY, 'ATTENDEE:mailto:ana@example.com\u0000'],
    ...many(1_000, (index) => [...ALL_DAY, `ATTENDEE:mailto:p${index}@example.com`]),
  );
  const people = peopleOnCall(text, NOON);
  expect(people).toHaveLength(50);
  expect(people[1]).toBe('ana@example.com');
  for (const person of people) {
    expect(person.length).toBeLessThanOrEqual(320);
    expect(person).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
  }
});

describe('when the clocks change', () => {
  const berlin = [
    'BEGIN:VTIMEZONE',
    'TZID:Europe/Berlin',
    ...['BEGIN:DAYLIGHT', 'DTSTART:19700329T020000', 'TZOFFSETFROM:+0100', 'TZOFFSETTO:+0200', 'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU'],
    ...['END:DAYLIGHT', 'BEGIN:STANDARD', 'DTSTART:19701025T030000', 'TZOFFSETFROM:+0200', 'TZOFFSETTO:+0100'],
    ...['RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU', 'END:STANDARD', 'END:VTIMEZONE'],
  ];
  const time = (name: string, wall: string) => `${name};TZID=Europe/Berlin:${wall}`;
  const shift = (from: string, to: string, who: string) => [time('DTSTART', from), time('DTEND', to), 'RRULE:FREQ=DAILY', `SUMMARY:${who}`];

  const both = (zone: readonly string[], day: string, next: string, handover: string): string =>
    withZone(zone, shift(`${day}T${handover}00`, `${day}T210000`, 'day'), shift(`${day}T210000`, `${next}T${handover}00`, 'night'));

  // 25 October 2026 has 25 hours there, and 28 March 2027 has 23.
  it.each([
    ['described', '0230', berlin, ['20261022', '20261023', '2026-10-24']],
    ['described', '0230', berlin, ['20270325', '20270326', '2027-03-27']],
    ['only named', '0230', [], ['20261022', '20261023', '2026-10-24']],
    ['only named', '0230', [], ['20270325', '20270326', '2027-03-27']],
    ['described', '0900', berlin, ['20261022', '20261023', '2026-10-24']],
    ['only named', '0900', [], ['20270325', '20270326', '2027-03-27']],
  ] as const)('in a zone that is %s, a handover at %s leaves no one and no minute out', (_, handover, zone, [day, next, from]) => {
    const text = both(zone, day, next, handover);
    const start = Date.parse(`${from}T12:00:00Z`);
    const counts = many(2 * 36, (index) => peopleOnCall(text, new Date(start + index * 1_800_000)).length);
    expect(new Set(counts)).toEqual(new Set([1]));
  });
});
