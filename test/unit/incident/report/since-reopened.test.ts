import { acknowledgedBy, levelsPaged, times } from '../../../../src/incident/report/since-reopened';

const reached = (levels: number) => ({ reached: levels, due_at: null });

it('says of an incident that was never reopened how many levels were paged', () => {
  expect([0, 1, 2].map((levels) => levelsPaged({ escalation: reached(levels), reopenings: 0 }))).toEqual([
    'no escalation level was paged',
    '1 escalation level paged',
    '2 escalation levels paged',
  ]);
});

it('claims nothing about the time before the incident was reopened', () => {
  expect(levelsPaged({ escalation: reached(0), reopenings: 1 })).toBe('no escalation level was paged since the incident was reopened');
  expect(acknowledgedBy({ acknowledged_by: null, reopenings: 1 })).toBe('no one since the incident was reopened');
  expect(acknowledgedBy({ acknowledged_by: 'ann', reopenings: 1 })).toBe('ann');
  expect(acknowledgedBy({ acknowledged_by: null, reopenings: 0 })).toBe('no one');
});

it('counts in words', () => {
  expect([1, 2].map(times)).toEqual(['once', '2 times']);
});
