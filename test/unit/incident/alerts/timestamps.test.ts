import fc from 'fast-check';
import { parseTime, readTimestamp } from '../../../../src/incident/alerts/timestamps';

const RECEIVED_AT = '2026-11-24T00:00:00.000Z';
const iso = (raw: unknown): string | null => {
  const time = parseTime(raw);
  return time === null ? null : new Date(time).toISOString();
};

describe('parseTime', () => {
  it.each([
    ['2026-01-15T10:00:00Z', '2026-01-15T10:00:00.000Z'],
    ['2026-01-15 10:00', '2026-01-15T10:00:00.000Z'],
    ['2026-01-15T10:00:00.123456789+02:00', '2026-01-15T08:00:00.123Z'],
    ['2026-01-15T10:00:00,5-0530', '2026-01-15T15:30:00.500Z'],
    ['2026-01-15 10:00:00 UTC', '2026-01-15T10:00:00.000Z'],
    ['2026-01-15 10:00:00.123 +0200 CEST', '2026-01-15T08:00:00.123Z'],
    ['2026-11-26 06:40:00 EST', '2026-11-26T11:40:00.000Z'],
    ['2026-11-26T06:40:00 cet', '2026-11-26T05:40:00.000Z'],
    ['2026-11-26 06:40:00 JST', '2026-11-25T21:40:00.000Z'],
    ['2026-11-26 06:40:00 +0530 IST', '2026-11-26T01:10:00.000Z'],
    ['2026-11-26T06:40:00+05', '2026-11-26T01:40:00.000Z'],
    ['2026-11-26 06:40:00 GMT+0100', '2026-11-26T05:40:00.000Z'],
    ['2026-11-26 06:40:00 UTC-3', '2026-11-26T09:40:00.000Z'],
    ['2026-11-26 06:40:00 (CET)', '2026-11-26T05:40:00.000Z'],
    ['Thu, 26 Nov 2026 15:00:00 +0200', '2026-11-26T13:00:00.000Z'],
    ['Thu, 26 Nov 2026 15:00:00 GMT', '2026-11-26T15:00:00.000Z'],
    ['1 feb 2026 15:00:00 EST', '2026-02-01T20:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    [1768471200, '2026-01-15T10:00:00.000Z'],
    [1768471200.25, '2026-01-15T10:00:00.250Z'],
    [1768471200123, '2026-01-15T10:00:00.123Z'],
    [1768471200123456, '2026-01-15T10:00:00.123Z'],
    ['1768471200', '2026-01-15T10:00:00.000Z'],
    ['1768471200123', '2026-01-15T10:00:00.123Z'],
    ['1768471200.5', '2026-01-15T10:00:00.500Z'],
    ['1768471200123456789', '2026-01-15T10:00:00.123Z'],
  ])('reads %j as %s', (raw, expected) => {
    expect(iso(raw)).toBe(expected);
  });

  it.each([
    '2026-02-30T10:00:00Z',
    '2025-02-29',
    '2026-13-01',
    '2026-11-26T15:00:00+99:99',
    '2026-11-26T15:00:00+15:00',
    '2026-11-26T15:00:00+01:60',
    'Thu, 31 Nov 2026 15:00:00 GMT',
    'Thu, 26 Foo 2026 15:00:00 GMT',
    'Thu, 26 Nov 2026 15:00:00 IST',
    `2026-11-26T15:00:00${' '.repeat(100)}Z`,
    '2026-00-10',
    '2026-01-15T24:00:00Z',
    '2026-01-15T10:60:00Z',
    'yesterday',
    '2026-11-26 06:40:00 IST',
    '2026-11-26 06:40:00 PST',
    '2026-11-26 06:40:00 CST',
    '2026-11-26 06:40:00 XYZ',
    '2026-11-26T06:40:00Zulu',
    '10:00',
    '+275760-09-13T00:00:00.001Z',
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -1,
    1e300,
    null,
    {},
    true,
  ])('finds no time in %j', (raw) => {
    expect(iso(raw)).toBeNull();
  });

  it('reads back every time it is given, in whatever zone it is written', () => {
    const zone = fc.integer({ min: -14 * 60, max: 14 * 60 });
    fc.assert(
      fc.property(fc.date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }), zone, (date, minutes) => {
        const local = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, -1);
        const pad = (value: number): string => String(Math.floor(Math.abs(value))).padStart(2, '0');
        const offset = `${minutes < 0 ? '-' : '+'}${pad(minutes / 60)}:${pad(Math.abs(minutes) % 60)}`;
        expect(iso(`${local}${offset}`)).toBe(date.toISOString());
        expect(iso(date.getTime())).toBe(date.toISOString());
      }),
    );
  });
});

describe('readTimestamp', () => {
  it.each([undefined, null, '', 0, '0', '0001-01-01T00:00:00Z', '1970-01-01T00:00:00Z', 12])('takes the receive time for %j', (raw) => {
    expect(readTimestamp(raw, RECEIVED_AT)).toEqual({ at: RECEIVED_AT, from: 'none' });
  });

  it.each(['soon', '2026-11-25T00:00:01Z', {}, [], true, Number.POSITIVE_INFINITY])('says that %j could not be read', (raw) => {
    expect(readTimestamp(raw, RECEIVED_AT)).toEqual({ at: RECEIVED_AT, from: 'unread' });
  });

  it('forgives a clock that is a day ahead', () => {
    expect(readTimestamp('2026-11-24T23:59:59Z', RECEIVED_AT)).toEqual({ at: '2026-11-24T23:59:59.000Z', from: 'given' });
  });
});
