import { countWords, incidentWords } from '../../../../../src/client/cli/verbs/alerts';

it.each([
  [{ deliveries: 0, duplicates: 0, episodes: 0, incidents: 0 }, '0; never fired; no incident'],
  [{ deliveries: 1, duplicates: 0, episodes: 1, incidents: 1 }, '1; fired once; 1 incident'],
  [{ deliveries: 1, duplicates: 1, episodes: 1, incidents: 0 }, '1 (1 more was a repeat); fired once; no incident'],
  [{ deliveries: 5, duplicates: 2, episodes: 3, incidents: 2 }, '5 (2 more were repeats); fired 3 times; 2 incidents'],
])('%j in plain words', (counts, words) => {
  expect(countWords(counts)).toBe(words);
});

describe('the incident of a group', () => {
  const seen = { id: 'PROD-1', status: 'open', seenAt: '2026-01-01T10:00:07.000Z', episode: 1, isToldStillFiring: false } as const;

  it('is told as it is now, whatever the group remembers', () => {
    expect(incidentWords(seen, 'resolved (closed)')).toBe('PROD-1, resolved (closed)');
  });

  it('is told as it was last seen, with the time, if no more is known', () => {
    expect(incidentWords(seen, null)).toBe('PROD-1, open when last seen, at 2026-01-01 10:00:07 UTC');
    expect(incidentWords(null, null)).toBe('none');
  });
});
