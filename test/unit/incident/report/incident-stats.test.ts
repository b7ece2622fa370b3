import { type CountedIncident, incidentStats } from '../../../../src/incident/report/incident-stats';

const one = (changes: Partial<CountedIncident> = {}): CountedIncident => ({
  severity: 'high',
  status: 'triggered',
  isRunning: true,
  secondsToAcknowledge: null,
  secondsToResolve: null,
  ...changes,
});

describe('incidentStats', () => {
  it('counts every incident once: open, resolved, cancelled or broken off', () => {
    const { total } = incidentStats([
      one(),
      one({ status: 'reopened' }),
      one({ status: 'acknowledged' }),
      one({ status: 'resolved' }),
      one({ status: 'resolved', isRunning: false }),
      one({ status: 'cancelled', isRunning: false }),
      one({ status: 'acknowledged', isRunning: false }),
    ]);
    expect(total).toMatchObject({ count: 7, open: 3, acknowledged: 1, resolved: 2, cancelled: 1, broken_off: 1 });
    expect(total.open + total.resolved + total.cancelled + total.broken_off).toBe(total.count);
  });

  it('takes mean and median over those that have a value, and says how many those are', () => {
    const { total } = incidentStats([60, 120, 600, null].map((seconds) => one({ secondsToAcknowledge: seconds })));
    expect(total.time_to_acknowledge).toEqual({ mean_seconds: 260, median_seconds: 120, incidents: 3 });
    const even = incidentStats([10, 0, 41].concat(20).map((seconds) => one({ secondsToAcknowledge: seconds })));
    expect(even.total.time_to_acknowledge).toEqual({ mean_seconds: 17.8, median_seconds: 15, incidents: 4 });
  });

  it('counts nothing as resolved in no time', () => {
    expect(incidentStats([one()]).total).toMatchObject({ time_to_acknowledge: null, time_to_resolve: null });
  });

  it('leaves the earlier resolution of one that was reopened out', () => {
    const { total } = incidentStats([one({ status: 'reopened', secondsToResolve: 5 }), one({ status: 'resolved', secondsToResolve: 100 })]);
    expect(total.time_to_resolve).toEqual({ mean_seconds: 100, median_seconds: 100, incidents: 1 });
  });

  it('has a row a severity, worst first, and one for unknown severities only when there are any', () => {
    const names = (incidents: readonly CountedIncident[]): readonly string[] =>
      incidentStats(incidents).severities.map(({ severity, count }) => `${severity} ${count}`);
    expect(names([one(), one({ severity: 'low' })])).toEqual(['critical 0', 'high 1', 'medium 0', 'low 1']);
    expect(names([one({ severity: null }), one({ severity: 'urgent' })])).toContain('unknown 2');
  });
});
