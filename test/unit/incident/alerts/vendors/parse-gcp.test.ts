import { SOURCES } from '../../../../../src/incident/alerts/vendors';
import { problemsOf, RECEIVED_AT, readOne, refusalOf } from '../../../../support/read-alert';

const notification = (incident: object = {}, fields: object = {}) => ({
  incident: {
    incident_id: '0.shop1',
    scoping_project_id: 'shop-prod',
    url: 'https://console.cloud.google.com/monitoring/alerting/incidents/0.shop1',
    started_at: 1_795_000_000,
    ended_at: null,
    state: 'open',
    severity: 'Error',
    summary: 'Latency of checkout is above 2 s with a value of 4.1 s.',
    policy_name: 'Checkout',
    condition_name: 'Latency',
    resource: { type: 'cloud_run_revision', labels: { service_name: 'checkout' } },
    resource_display_name: 'checkout',
    metric: { type: 'run.googleapis.com/request_latencies', labels: {} },
    policy_user_labels: { team: 'shop' },
    documentation: {
      content: 'Roll back.',
      mime_type: 'text/markdown',
      links: [{ displayName: 'Runbook', url: 'https://runbooks.example.com/c' }],
    },
    ...incident,
  },
  version: '1.2',
  ...fields,
});
const read = (...parts: Parameters<typeof notification>) => readOne('gcp', notification(...parts));

it('an incident is one event', () => {
  expect(read()).toEqual({
    source: 'gcp',
    status: 'firing',
    severity: 'high',
    severityDefaulted: false,
    severityRaw: 'Error',
    title: 'Checkout: Latency',
    alertName: 'Checkout',
    description: 'Latency of checkout is above 2 s with a value of 4.1 s.\n\nRoll back.',
    fingerprint: 'gcp:0.shop1',
    startedAt: '2026-11-18T11:06:40.000Z',
    links: ['https://console.cloud.google.com/monitoring/alerting/incidents/0.shop1', 'https://runbooks.example.com/c'],
    labels: {
      project: 'shop-prod',
      resource: 'checkout',
      resource_type: 'cloud_run_revision',
      metric: 'run.googleapis.com/request_latencies',
      team: 'shop',
      service_name: 'checkout',
    },
    problems: [],
    statusNote: null,
    firing: { count: 1, fingerprints: ['gcp:0.shop1'], newestStartedAt: '2026-11-18T11:06:40.000Z' },
  });
});

it.each([
  ['open', 'firing'],
  ['OPEN', 'firing'],
  ['closed', 'resolved'],
  ['CLOSED', 'resolved'],
  ['acknowledged', 'acknowledged'],
])('in the state %s is %s, under the same key', (state, status) => {
  expect(read({ state, ended_at: 1_795_000_900 })).toMatchObject({ status, fingerprint: 'gcp:0.shop1', severity: 'high' });
});

it.each([
  ['Critical', 'critical', false],
  ['Warning', 'medium', false],
  ['No Severity', 'medium', true],
  [undefined, 'medium', true],
])('of the severity %s is %s', (severity, expected, isDefaulted) => {
  const event = read({ severity });
  expect(event).toMatchObject({ severity: expected, severityDefaulted: isDefaulted, problems: [] });
});

it('takes a severity from the labels of its policy', () => {
  expect(read({ severity: 'No severity', policy_user_labels: { severity: 'critical' } }).severity).toBe('critical');
});

it('is not titled by the path of its policy', () => {
  expect(read({ policy_name: 'projects/7/alertPolicies/9', summary: 'Slow' }).title).toBe('Latency: Slow');
  expect(read({ policy_name: undefined, condition_name: undefined, condition: { displayName: 'Latency' } }).title).toBe('Latency');
});

it('as a test of the channel opens nothing', () => {
  expect(read({ started_at: 0 }, { version: 'test' })).toMatchObject({
    status: 'ignored',
    statusNote: { kind: 'notAnAlert' },
    startedAt: RECEIVED_AT,
  });
});

it('broken side fields lose nothing else', () => {
  const broken = {
    state: 3,
    severity: {},
    started_at: 'soon',
    url: '/x',
    documentation: 5,
    policy_user_labels: 'x',
    resource: null,
    metric: [],
  };
  const event = read(broken);
  expect(event).toMatchObject({ status: 'firing', severityDefaulted: true, links: [], title: 'Checkout: Latency' });
  expect(problemsOf(event)).toEqual(
    expect.arrayContaining(['incident.state', 'incident.severity', 'incident.started_at', 'incident.policy_user_labels']),
  );
});

it('one that says nothing is refused', () => {
  expect(refusalOf('gcp', { incident: null }).field).toBe('incident');
  expect(refusalOf('gcp', { incident: { incident_id: '1', state: 'open' } }).field).toBe('incident.policy_name');
});

describe('pushed by Pub/Sub', () => {
  const pushed = (data: string, message: object = {}) => ({
    message: { data, messageId: '2070443601311540', publishTime: '2026-11-27T09:00:00Z', attributes: {}, ...message },
    subscription: 'projects/shop-prod/subscriptions/incidents',
  });
  const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64');

  it('is the same event, recognised by its shape, with the id of the message', () => {
    const sent = pushed(base64(notification({ summary: 'Zu langsam für Käufer' })));
    expect(readOne('gcp', sent)).toEqual(read({ summary: 'Zu langsam für Käufer' }));
    expect(SOURCES.find(({ name }) => name === 'gcp')?.messageId?.(sent)).toBe('2070443601311540');
    expect(SOURCES.find(({ name }) => name === 'gcp')?.messageId?.(notification())).toBeUndefined();
  });

  it.each(['', '%%%', base64({}), Buffer.from('hello').toString('base64'), Buffer.from([0xff, 0xfe, 0xfd]).toString('base64')])(
    'is refused if it holds %j, which is not a notification',
    (data) => {
      expect(refusalOf('gcp', pushed(data)).field).toBe('incident');
    },
  );
});
