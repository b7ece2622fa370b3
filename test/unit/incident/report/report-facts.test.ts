import type { Report } from '../../../../src/incident/model/report';
import { acknowledgedBy, endedBy, levelsReached, missingTime, probeTitle } from '../../../../src/incident/report/report-facts';

const reached = (levels: number) => ({ reached: levels, due_at: null });

it('says of an incident that was never reopened how many levels were paged', () => {
  expect([0, 1, 2].map((levels) => levelsReached({ escalation: reached(levels), reopenings: 0 }))).toEqual([
    'no escalation level has been reached',
    '1 escalation level reached',
    '2 escalation levels reached',
  ]);
});

it('claims nothing about the time before the incident was reopened', () => {
  expect(levelsReached({ escalation: reached(0), reopenings: 1 })).toBe(
    'no escalation level has been reached since the incident was reopened',
  );
  expect(acknowledgedBy({ acknowledged_by: null, reopenings: 1 })).toBe('no one since the incident was reopened');
  expect(acknowledgedBy({ acknowledged_by: 'ann', reopenings: 1 })).toBe('ann');
  expect(acknowledgedBy({ acknowledged_by: null, reopenings: 0 })).toBe('no one');
});

it('says who cancelled a cancelled incident', () => {
  const cancel = {
    at: '2026-01-01T10:05:00.000Z',
    recordedAt: '2026-01-01T10:05:00.000Z',
    actor: 'ann',
    kind: 'cancel',
    text: 'cancelled',
    requestId: null,
  } as const;
  const incident = { status: 'cancelled' } as Report['incident'];
  expect(endedBy({ incident, resolved_by: null, timeline: [cancel] })).toEqual([['Cancelled by', 'ann, 2026-01-01 10:05:00 UTC']]);
  expect(endedBy({ incident, resolved_by: 'ben', timeline: [cancel] }).map(([name]) => name)).toEqual(['Resolved by', 'Cancelled by']);
  expect(endedBy({ incident: { ...incident, status: 'resolved' }, resolved_by: 'ben', timeline: [] })).toEqual([['Resolved by', 'ben']]);
});

it.each([
  ['triggered', 'resolution', 'not yet'],
  ['resolved', 'other', 'never'],
  ['cancelled', 'other', 'never'],
  ['cancelled', 'resolution', 'none (cancelled)'],
] as const)('says of a time that is missing when %s, of %s: %s', (status, of, words) => {
  expect(missingTime({ incident: { status } as Report['incident'] }, of)).toBe(words);
});

it('names the probe behind a recommendation by its title, or by its key when there is no finding', () => {
  const investigation = { findings: [{ probe: 'a:b', title: 'HTTP health' }] } as unknown as Report['investigation'];
  expect([probeTitle({ investigation }, 'a:b'), probeTitle({ investigation }, 'c:d'), probeTitle({ investigation: null }, 'c:d')]).toEqual([
    'HTTP health',
    'c:d',
    'c:d',
  ]);
});
