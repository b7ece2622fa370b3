import { seconds } from '../../../src/incident/durations';

it.each([
  [0, '0 ms'],
  [999.4, '999 ms'],
  [999.6, '1.0 s'],
  [1_449, '1.4 s'],
  [59_940, '59.9 s'],
  [59_960, '1 min'],
  [3_599_000, '1 h'],
  [11_100_000, '3 h 5 min'],
])('says %d ms as %s', (ms, text) => {
  expect(seconds(ms)).toBe(text);
});
