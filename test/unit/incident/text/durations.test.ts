import { ageOf, formatDuration } from '../../../../src/incident/text/durations';

it.each([
  [0, '0 ms'],
  [999.4, '999 ms'],
  [999.6, '1.0 s'],
  [1_449, '1.4 s'],
  [59_940, '59.9 s'],
  [59_960, '1 min'],
  [72_000, '1 min 12 s'],
  [599_400, '9 min 59 s'],
  [599_900, '10 min'],
  [725_000, '12 min'],
  [3_599_000, '1 h'],
  [11_100_000, '3 h 5 min'],
])('says %d ms as %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

it.each([
  [59_999, 'under a minute'],
  [60_000, '1 min'],
  [11_150_000, '3 h 5 min'],
  [47 * 3_600_000, '47 h'],
  [49 * 3_600_000, '2 d'],
])('says of an age of %d ms: %s', (ms, text) => {
  expect(ageOf(ms)).toBe(text);
});
