import type { Finding, SelectedProbe } from '../../src/incident/model/finding';
import { firingAlerts } from '../../src/incident/model/firing-alerts';
import type { Incident, IncidentPolicy, NormalizedEvent, SeverityPolicy } from '../../src/incident/model/incident';

/** A sample incident; pass what matters to the test. */
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
    privacyReason: 'no sign of a security incident',
    createdAt: '2026-01-01T10:00:00.000Z',
    startedAt: '2026-01-01T09:58:00.000Z',
    labels: { service: 'db' },
    links: ['https://grafana.example.com/d/db'],
    fingerprint: 'generic:db-pool',
    targets: ['db-1.example.com:5432'],
    users: ['dba@example.com'],
    runbooks: [],
    declaredBy: 'ann',
    policy: samplePolicy(),
    ...changes,
  };
}

/** A sample alert as a parser returns it; pass what matters to the test. */
export function sampleEvent(changes: Partial<NormalizedEvent> = {}): NormalizedEvent {
  const { status = 'firing', fingerprint = null } = changes;
  return {
    source: 'generic',
    status: 'firing',
    severity: 'critical',
    severityDefaulted: false,
    severityRaw: 'critical',
    title: 'Pool exhausted',
    alertName: 'PoolExhausted',
    description: '',
    fingerprint: null,
    startedAt: '2026-01-01T10:00:00.000Z',
    links: [],
    labels: {},
    problems: [],
    statusNote: null,
    firing: firingAlerts(status === 'firing' ? [{ fingerprint, startedAt: null }] : []),
    ...changes,
  };
}

const MINUTE_MS = 60_000;

/** A policy with the default times, two escalation levels and no default responders. */
export function samplePolicy(changes: Partial<SeverityPolicy> = {}): IncidentPolicy {
  const levels = [
    { name: 'level 1', users: ['second@example.com'] },
    { name: 'leads', users: ['@leads'] },
  ];
  const of = (minutes: number): SeverityPolicy => ({
    acknowledgeWithinMs: minutes * MINUTE_MS,
    escalateEveryMs: minutes * MINUTE_MS,
    remindAfterMs: 6 * minutes * MINUTE_MS,
    levels,
    responders: [],
    ...changes,
  });
  return {
    archiveAfterMs: 1_440 * MINUTE_MS,
    archiveChannel: true,
    repeatLastLevel: 1,
    bySeverity: { critical: of(5), high: of(15), medium: of(60), low: of(240) },
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
