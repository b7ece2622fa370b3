import { countWords } from '../../../../../src/client/cli/verbs/alerts';

it.each([
  [{ deliveries: 0, duplicates: 0, episodes: 0, incidents: 0 }, '0; never fired; no incident'],
  [{ deliveries: 1, duplicates: 0, episodes: 1, incidents: 1 }, '1; fired once; 1 incident'],
  [{ deliveries: 1, duplicates: 1, episodes: 1, incidents: 0 }, '1 (1 more was a repeat); fired once; no incident'],
  [{ deliveries: 5, duplicates: 2, episodes: 3, incidents: 2 }, '5 (2 more were repeats); fired 3 times; 2 incidents'],
])('%j in plain words', (counts, words) => {
  expect(countWords(counts)).toBe(words);
});
