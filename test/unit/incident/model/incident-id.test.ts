import { incidentIdOf, placeholderIncidentId, readIncidentId } from '../../../../src/incident/model/incident-id';

describe('incident ids', () => {
  it.each([
    ['prod-outage-001', 'PROD-OUTAGE-001'],
    [' a ', 'A'],
    ['A'.repeat(64), 'A'.repeat(64)],
  ])('reads %s', (raw, expected) => {
    expect(readIncidentId(raw, '--incident-id')).toBe(expected);
  });

  it.each(['', 'Database Down', 'A_B', 'A/B', '../x', 'ÄÖ', 'A'.repeat(65), 'A\u0000', 'ß'])('refuses %j', (raw) => {
    expect(() => readIncidentId(raw, '--incident-id')).toThrow(
      expect.objectContaining({ field: '--incident-id', hint: undefined, allowed: '1 to 64 letters, digits and hyphens' }),
    );
  });

  it('are made of the day in UTC and a number', () => {
    const date = new Date('2026-01-01T23:59:59-05:00');
    expect(incidentIdOf('PROD', date, 1)).toBe('PROD-20260102-001');
    expect(incidentIdOf('PROD', date, 1_000)).toBe('PROD-20260102-1000');
    expect(placeholderIncidentId('PROD')).toBe('PROD-YYYYMMDD-NNN');
  });
});
