import type { Finding, SelectedProbe } from '../../src/incident/finding';
import type { Incident } from '../../src/incident/incident';

/** An incident of the tests; give what matters to the case. */
export function sampleIncident(changes: Partial<Incident> = {}): Incident {
  return {
    id: 'PROD-20260101-001',
    title: 'Database connection pool exhausted',
    severity: 'critical',
    severityDefaulted: false,
    description: 'No connection could be had for five minutes.',
    source: 'generic',
    sourceAlert: 'database_connection_failure',
    channelName: 'incident-prod-20260101-001',
    privacy: 'public',
    privacyReason: 'nothing says security',
    createdAt: '2026-01-01T10:00:00.000Z',
    startedAt: '2026-01-01T09:58:00.000Z',
    labels: { service: 'db' },
    links: ['https://grafana.example.com/d/db'],
    fingerprint: 'generic:db-pool',
    targets: ['db-1.example.com:5432'],
    users: ['dba@example.com'],
    runbooks: [],
    declaredBy: 'ann',
    policy: { archiveAfterMs: 24 * 3_600_000, acknowledgeWithinMs: 5 * 60_000 },
    ...changes,
  };
}

export function sampleProbe(changes: Partial<SelectedProbe> = {}): SelectedProbe {
  return {
    key: 'tcp-connect:db-1',
    runbook: 'network',
    probe: 'tcp-connect',
    title: 'TCP connect',
    aspect: 'network',
    kind: 'health',
    component: 'database',
    weight: 3,
    target: 'db-1.example.com:5432',
    timeoutMs: 10_000,
    control: false,
    network: true,
    ...changes,
  };
}

export function sampleFinding(probe: SelectedProbe, changes: Partial<Finding> = {}): Finding {
  const { timeoutMs: _timeout, ...about } = probe;
  return {
    ...about,
    status: 'ok',
    summary: 'connected in 3 ms',
    evidence: ['connected'],
    recommendations: [],
    startedAt: '2026-01-01T10:00:01.000Z',
    durationMs: 120,
    attempt: 1,
    ...changes,
  };
}
