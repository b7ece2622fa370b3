import { assessFindings } from '../../../incident/investigation/assess-findings';
import type { Finding, Investigation, SelectedProbe } from '../../../incident/model/finding';
import type { Incident } from '../../../incident/model/incident';
import type { Responder } from '../../../incident/model/responders';
import type { Severity } from '../../../incident/model/severity';

/** When the samples happen; pages show it as it is, whenever they are drawn. */
export const SAMPLE_TIME = '2026-03-05T14:30:00.000Z';
export const afterMinutes = (minutes: number): string => new Date(Date.parse(SAMPLE_TIME) + minutes * 60_000).toISOString();

const MINUTE_MS = 60_000;

export function sampleIncident(severity: Severity): Incident {
  const urgency = {
    acknowledgeWithinMs: 5 * MINUTE_MS,
    escalateEveryMs: 5 * MINUTE_MS,
    remindAfterMs: 30 * MINUTE_MS,
    levels: [{ name: 'on call', users: ['oncall@example.com'] }],
    responders: [],
  };
  return {
    id: 'PROD-20260305-001',
    title: 'Checkout returns 500: database connection pool exhausted',
    severity,
    severityDefaulted: false,
    description: 'More than 5% of checkouts have failed since 14:28. Connections are refused.',
    source: 'alertmanager',
    sourceAlert: 'CheckoutErrors',
    channelName: 'incident-prod-20260305-001',
    privacy: 'public',
    privacyReason: 'no sign of a security incident',
    createdAt: SAMPLE_TIME,
    startedAt: afterMinutes(-2),
    labels: { service: 'checkout' },
    links: ['https://grafana.example.com/d/checkout', 'https://alertmanager.example.com/'],
    fingerprint: 'alertmanager:checkout',
    targets: ['https://shop.example.com/health', 'db-1.example.com:5432'],
    users: ['dba@example.com', '@payments'],
    runbooks: [],
    declaredBy: 'alert:alertmanager',
    policy: {
      archiveAfterMs: 1_440 * MINUTE_MS,
      archiveChannel: true,
      repeatLastLevel: 1,
      bySeverity: { critical: urgency, high: urgency, medium: urgency, low: urgency },
    },
  };
}

export const DANA: Responder = { userId: 'UDANA', name: 'Dana Brandt', reference: 'dba@example.com', method: 'email' };
export const OMAR: Responder = { userId: 'UOMAR', name: 'Omar Castillo', reference: '@payments', method: 'user_group' };

function finding(changes: Partial<Finding> & Pick<Finding, 'key' | 'status' | 'title' | 'summary'>): Finding {
  return {
    runbook: 'http-service',
    probe: changes.key,
    aspect: 'availability',
    kind: 'health',
    component: 'api',
    weight: 3,
    target: 'https://shop.example.com/health',
    control: false,
    network: true,
    evidence: [],
    recommendations: [],
    startedAt: SAMPLE_TIME,
    durationMs: 120,
    attempt: 1,
    ...changes,
  };
}

/** One finding for each status. */
/** The probe of a finding, before it ran. */
export function probeOf({
  status: _s,
  summary: _m,
  evidence: _e,
  recommendations: _r,
  startedAt: _a,
  durationMs: _d,
  attempt: _t,
  ...about
}: Finding): SelectedProbe {
  return { ...about, timeoutMs: 10_000 };
}

export const FINDINGS: readonly Finding[] = [
  finding({
    key: 'http-health',
    status: 'fail',
    title: 'HTTP health',
    summary: 'HTTP 503 in 10 ms',
    evidence: [
      'first attempt: HTTP 503 in 12 ms',
      'HTTP/1.1 503 Service Unavailable',
      'body: {"database":"FATAL: sorry, too many clients"}',
    ],
    recommendations: ["Check the service's log and the last deployment."],
  }),
  finding({
    key: 'database-answers',
    status: 'fail',
    title: 'Database greeting',
    summary: 'the server says "sorry, too many clients already"',
    target: 'db-1.example.com:5432',
    aspect: 'dependencies',
    component: 'database',
    evidence: ['FATAL: sorry, too many clients already'],
    recommendations: ["Check the database's connections and log. Close idle connections, or raise the limit."],
    facts: [
      {
        kind: 'state',
        cause: 'connections_exhausted',
        holds: true,
        service: null,
        text: 'the server says "sorry, too many clients already"',
      },
    ],
  }),
  finding({
    key: 'alert-errors',
    status: 'warn',
    title: 'Known errors in the alert',
    summary: 'too many connections',
    target: null,
    aspect: 'evidence',
    kind: 'correlation',
    evidence: ['too many connections: FATAL: sorry, too many clients already'],
    recommendations: ['Check open connections per client. Free idle ones, or raise the pool and database limits together.'],
  }),
  finding({
    key: 'tcp-connect',
    status: 'ok',
    title: 'TCP connection',
    summary: 'connected in 3 ms',
    target: 'db-1.example.com:5432',
    aspect: 'network',
    component: 'network',
  }),
  finding({ key: 'http-latency', status: 'unknown', title: 'HTTP latency', summary: 'no successful response', aspect: 'performance' }),
];

export const INVESTIGATION: Investigation = assessFindings([...FINDINGS], ['tls-expiry: no target is an https URL']);

export const ALSO_OPEN: NonNullable<Investigation['alsoOpen']> = [{ incidentId: 'PROD-20260101-007', service: 'Orders database' }];

/** What an earlier round said differently. */
export const CHANGES: NonNullable<Investigation['changes']> = [
  {
    finding: 'http-health',
    title: 'HTTP health',
    target: 'https://shop.example.com/health',
    before: 'ok',
    now: 'fail',
    summary: 'HTTP 503 in 10 ms',
  },
];
