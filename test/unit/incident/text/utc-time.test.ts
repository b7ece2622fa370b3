import { utcTime } from '../../../../src/incident/text/utc-time';

it('says a time in UTC, and what is no time as it is', () => {
  expect(utcTime('2026-01-01T10:00:07.999Z')).toBe('2026-01-01 10:00:07 UTC');
  expect(utcTime('2026-01-01T10:00:07Z', 'minutes')).toBe('2026-01-01 10:00 UTC');
  expect(utcTime('soon')).toBe('soon');
});
