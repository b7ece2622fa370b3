import { statsLines } from '../../../../../src/client/cli/kit/stats-table';
import { type CountedIncident, incidentStats } from '../../../../../src/incident/report/incident-stats';

const many = (count: number, changes: Partial<CountedIncident> = {}): CountedIncident[] =>
  Array.from({ length: count }, () => ({
    severity: 'high',
    status: 'acknowledged',
    isRunning: true,
    secondsToAcknowledge: 240,
    secondsToResolve: null,
    ...changes,
  }));

describe('statsLines', () => {
  it('shows counts with bars, times with how many they are of, and nothing where there is none', () => {
    const lines = statsLines(incidentStats([...many(100), ...many(1, { severity: 'low', status: 'resolved', secondsToResolve: 7_200 })]));
    expect(lines.map((line) => line.split(/ {2,}/))).toEqual([
      ['severity', 'incidents', 'open', 'resolved', 'cancelled', 'MTTA', 'MTTR'],
      ['critical', '0', '0', '0', '0', '–', '–'],
      ['high', '100', '█'.repeat(16), '100 (100 acknowledged)', '0', '0', '4 min (median 4 min, 100 incidents)', '–'],
      ['medium', '0', '0', '0', '0', '–', '–'],
      ['low', '1', '▏', '0', '1', '0', '4 min (1 incident)', '2 h (1 incident)'],
      ['all', '101', '100 (100 acknowledged)', '1', '0', '4 min (median 4 min, 101 incidents)', '2 h (1 incident)'],
    ]);
  });

  it('shows no tenths of a second, because the server keeps none', () => {
    const times = [9, 9, 11].flatMap((seconds) => many(1, { status: 'resolved', secondsToAcknowledge: seconds, secondsToResolve: 59.7 }));
    expect(statsLines(incidentStats(times)).at(-1)).toMatch(/ 10 s \(median 9 s, 3 incidents\) +1 min \(median 1 min, 3 incidents\)$/);
  });

  it('tells what was broken off when something was', () => {
    const lines = statsLines(incidentStats(many(1, { isRunning: false })));
    expect(lines[0]).toContain('aborted');
    expect(lines.at(-1)).toMatch(/^all +1 +0 +0 +0 +1 /);
  });
});
