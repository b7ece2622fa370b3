import { readerTime } from '../../../../../src/client/cli/terminal/reader-time';

it.each([
  ['UTC', '2026-01-04 23:30 UTC'],
  ['Europe/London', '2026-01-04 23:30 UTC'],
  ['America/New_York', '2026-01-04 23:30 UTC (18:30 in America/New_York)'],
  ['Europe/Berlin', '2026-01-04 23:30 UTC (2026-01-05 00:30 in Europe/Berlin)'],
])('shows a time in UTC, and in %s if that differs', (zone, text) => {
  expect(readerTime('2026-01-04T23:30:00.000Z', zone)).toBe(text);
});
