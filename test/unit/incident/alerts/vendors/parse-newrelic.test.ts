import { problemsOf, readOne, refusalOf } from '../../../../support/read-alert';

const ID = '1d44a2b0-77aa-4c1e-9a55-0e9f6b1c2d3e';
const issue = (fields: object = {}) => ({
  id: ID,
  issueUrl: `https://radar-api.service.newrelic.com/accounts/12/issues/${ID}?notifier=WEBHOOK`,
  title: "Orders query result is > 5.0 on 'Failed orders'",
  priority: 'CRITICAL',
  impactedEntities: ['orders', 'payments'],
  totalIncidents: 2,
  state: 'ACTIVATED',
  trigger: 'STATE_CHANGE',
  isCorrelated: false,
  createdAt: 1_795_000_000_000,
  updatedAt: 1_795_000_600_000,
  sources: ['newrelic'],
  alertPolicyNames: ['Shop'],
  alertConditionNames: ['Failed orders'],
  workflowName: 'rooms',
  ...fields,
});
const read = (fields?: object) => readOne('newrelic', issue(fields));
const KEY = `newrelic:${ID}`;

it('an issue is one event', () => {
  expect(read()).toEqual({
    source: 'newrelic',
    status: 'firing',
    severity: 'critical',
    severityDefaulted: false,
    severityRaw: 'CRITICAL',
    title: "Orders query result is > 5.0 on 'Failed orders'",
    alertName: 'Failed orders',
    description: '',
    fingerprint: KEY,
    startedAt: '2026-11-18T11:06:40.000Z',
    links: [`https://radar-api.service.newrelic.com/accounts/12/issues/${ID}?notifier=WEBHOOK`],
    labels: { policy: 'Shop', condition: 'Failed orders', entity: 'orders, payments', workflow: 'rooms' },
    problems: [],
    statusNote: null,
    firing: { count: 1, fingerprints: [expect.any(String)], newestStartedAt: '2026-11-18T11:06:40.000Z' },
  });
});

it.each([
  ['CREATED', 'INCIDENT_ADDED', 'firing'],
  ['ACTIVATED', 'PRIORITY_CHANGED', 'firing'],
  ['ACTIVATED', 'INCIDENT_CLOSED', 'firing'],
  ['DEACTIVATED', 'STATE_CHANGE', 'firing'],
  ['ACKNOWLEDGED', 'STATE_CHANGE', 'acknowledged'],
  ['CLOSED', 'STATE_CHANGE', 'resolved'],
  [undefined, 'ISSUE_CLOSED', 'resolved'],
])('in the state %s by %s is %s, under the same key', (state, trigger, status) => {
  expect(read({ state, trigger })).toMatchObject({ status, fingerprint: KEY });
});

it.each([
  ['CRITICAL', 'critical'],
  ['HIGH', 'high'],
  ['MEDIUM', 'medium'],
  ['LOW', 'low'],
])('of the priority %s is %s', (priority, severity) => {
  expect(read({ priority })).toMatchObject({ severity, severityDefaulted: false });
});

it('closed because its signal was lost has not recovered', () => {
  expect(read({ state: 'CLOSED', closeCause: 'SIGNAL_LOST' })).toMatchObject({ status: 'ignored', statusNote: { kind: 'dataVanished' } });
});

it.each([
  { issueId: ID, workflowName: 'rooms', issueTitle: ['Failed orders'], state: 'CLOSED', priority: 'HIGH' },
  { issue_page_url: 'x', issueUrl: `https://one.newrelic.com/issues/${ID}`, title: 'Failed orders', state: 'CLOSED', id: '{{ issueId }}' },
  { impactedEntities: [], issueUrl: `https://x.example.com/issues/${ID}`, annotations: { title: ['Failed orders'] }, state: 'CLOSED' },
])('by a template of one’s own (%#) is the same', (event) => {
  expect(readOne('newrelic', event)).toMatchObject({ status: 'resolved', fingerprint: KEY, title: 'Failed orders' });
});

it('whose macros were not filled in falls back on what was', () => {
  const event = read({
    title: '{{ annotations.title.[0] }}',
    priority: '{{priority}}',
    issueUrl: '{{ issuePageUrl }}',
    id: '{{ issueId }}',
  });
  expect(event).toMatchObject({ title: 'Failed orders', severityDefaulted: true, links: [], fingerprint: null });
});

describe('the earlier channels', () => {
  const incident = (fields: object = {}) => ({
    account_id: 12,
    account_name: 'Shop',
    condition_id: 8,
    condition_name: 'CPU',
    current_state: 'open',
    details: 'CPU > 90 % for 5 minutes',
    event_type: 'INCIDENT',
    incident_id: 4021,
    incident_url: 'https://alerts.newrelic.com/accounts/12/incidents/4021',
    policy_name: 'Hosts',
    severity: 'WARNING',
    targets: [{ id: '1', name: 'web-1', type: 'host' }],
    timestamp: 1_795_000_000_000,
    ...fields,
  });

  it.each([
    ['open', 'firing'],
    ['acknowledged', 'acknowledged'],
    ['closed', 'resolved'],
  ])('are read: %s', (current_state, status) => {
    expect(readOne('newrelic', incident({ current_state }))).toMatchObject({
      status,
      severity: 'medium',
      title: 'CPU',
      description: 'CPU > 90 % for 5 minutes',
      fingerprint: 'newrelic:4021',
      labels: { policy: 'Hosts', condition: 'CPU', entity: 'web-1', account: 'Shop' },
    });
  });

  it('have a test, which opens nothing', () => {
    const test = incident({ current_state: 'test', event_type: 'NOTIFICATION', incident_id: 0 });
    expect(readOne('newrelic', test)).toMatchObject({ status: 'ignored', statusNote: { kind: 'notAnAlert' } });
  });
});

it('broken side fields lose nothing else', () => {
  const event = read({
    priority: 8,
    state: 3,
    trigger: [],
    createdAt: 'soon',
    updatedAt: null,
    impactedEntities: 'x',
    alertPolicyNames: {},
    issueUrl: 7,
  });
  expect(event).toMatchObject({ status: 'firing', severityDefaulted: true, fingerprint: KEY, links: [] });
  expect(problemsOf(event)).toEqual(expect.arrayContaining(['priority', 'state', 'createdAt']));
});

it('one that says nothing is refused', () => {
  expect(refusalOf('newrelic', { issueId: 'x', state: 'CLOSED' }).field).toBe('title');
});
