import { queryOf } from '../../../../src/client/temporal/list-filter';

describe('queryOf', () => {
  const always = "WorkflowType = 'respondToIncident' AND ExecutionStatus != 'ContinuedAsNew'";

  it.each([
    [{}, `${always} AND ExecutionStatus = 'Running' AND (IncidentStatus IS NULL OR IncidentStatus != 'resolved')`],
    [{ all: true }, always],
    [{ status: 'Resolved' }, `${always} AND IncidentStatus = 'resolved'`],
    [
      { severity: 'HIGH', blocked: true },
      `${always} AND ExecutionStatus = 'Running' AND IncidentBlockedStep IS NOT NULL AND IncidentSeverity = 'high'`,
    ],
    [{ all: true, since: new Date('2026-01-01T00:00:00Z') }, `${always} AND StartTime >= '2026-01-01T00:00:00.000Z'`],
  ])('%j', (filter, query) => expect(queryOf(filter)).toBe(query));

  it.each([
    [{ status: "x' OR '1'='1" }, '--status'],
    [{ severity: 'urgent' }, '--severity'],
  ])('refuses %j: only words of our own enter the query', (filter, field) => {
    expect(() => queryOf(filter)).toThrow(expect.objectContaining({ field }));
  });
});
