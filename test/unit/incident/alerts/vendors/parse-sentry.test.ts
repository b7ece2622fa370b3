import { problemsOf, RECEIVED_AT, readOne, refusalOf } from '../../../../support/read-alert';

const sent = (action: string, data: object) => ({
  action,
  installation: { uuid: '0b7c' },
  data,
  actor: { type: 'application', id: 'sentry', name: 'Sentry' },
});
const errorEvent = (fields: object = {}) => ({
  event_id: 'e-1',
  issue_id: '8812',
  issue_url: 'https://sentry.io/api/0/issues/8812/',
  title: 'KeyError: cart',
  message: '',
  culprit: 'shop.cart in total',
  level: 'error',
  datetime: '2026-11-23T10:00:00.250000Z',
  web_url: 'https://sentry.io/organizations/shop/issues/8812/events/e-1/',
  fingerprint: ['{{ default }}'],
  platform: 'python',
  tags: [
    ['server_name', 'web-1'],
    ['user', 'ip:192.0.2.7'],
  ],
  ...fields,
});
const issue = (fields: object = {}) => ({
  id: '8812',
  shortId: 'SHOP-4',
  title: 'KeyError: cart',
  culprit: 'shop.cart in total',
  permalink: 'https://shop.sentry.io/issues/8812/',
  level: 'fatal',
  priority: 'low',
  status: 'unresolved',
  substatus: 'new',
  project: { slug: 'shop' },
  metadata: { severity: 0.3 },
  firstSeen: '2026-11-01T10:00:00Z',
  lastSeen: '2026-11-23T10:00:00Z',
  ...fields,
});
const metric = (fields: object = {}) => ({
  description_title: 'Critical: Checkout is slow',
  description_text: 'p95 is 4 s',
  web_url: 'https://sentry.io/organizations/shop/alerts/31/',
  metric_alert: {
    id: '77',
    identifier: '31',
    organization_id: '5',
    title: 'Brave Otter',
    date_started: '2026-11-23T10:00:00Z',
    projects: ['web', 'api'],
    alert_rule: { name: 'Checkout is slow', environment: 'prod', query: '' },
    ...fields,
  },
});
const read = (action: string, data: object) => readOne('sentry', sent(action, data));
const KEY = 'sentry:8812';

it('an issue alert is one event an issue', () => {
  expect(read('triggered', { event: errorEvent(), triggered_rule: 'Errors in the shop' })).toEqual({
    source: 'sentry',
    status: 'firing',
    severity: 'high',
    severityDefaulted: false,
    severityRaw: 'error',
    title: 'KeyError: cart',
    alertName: 'KeyError: cart',
    description: 'shop.cart in total\nAlert rule: Errors in the shop',
    fingerprint: KEY,
    startedAt: '2026-11-23T10:00:00.250Z',
    links: ['https://sentry.io/organizations/shop/issues/8812/events/e-1/'],
    labels: { server_name: 'web-1', platform: 'python' },
    problems: [],
    statusNote: null,
    firing: { count: 1, fingerprints: [KEY], newestStartedAt: null },
  });
});

it.each([
  ['created', {}, 'firing', undefined],
  ['unresolved', { substatus: 'regressed' }, 'firing', undefined],
  ['resolved', { status: 'resolved' }, 'resolved', undefined],
  ['archived', { status: 'ignored', substatus: 'archived_forever' }, 'ignored', 'silenced'],
  ['ignored', { status: 'ignored' }, 'ignored', 'silenced'],
  ['assigned', {}, 'ignored', 'notAnAlert'],
  ['triggered', { status: 'resolved' }, 'resolved', undefined],
  ['triggered', { status: 'unresolved' }, 'firing', undefined],
])('an issue that was %s, with %j, is %s under the key of its events', (action, fields, status, kind) => {
  const event = read(action, { issue: issue(fields) });
  expect(event).toMatchObject({ status, fingerprint: KEY, severity: 'critical' });
  expect(event.statusNote?.kind).toBe(kind);
});

it('an issue that is back begins when it was seen last, and a new one when it was seen first', () => {
  expect(read('unresolved', { issue: issue() }).firing?.newestStartedAt).toBe('2026-11-23T10:00:00.000Z');
  expect(read('created', { issue: issue() }).startedAt).toBe('2026-11-01T10:00:00.000Z');
});

it.each([
  ['fatal', 'critical'],
  ['error', 'high'],
  ['warning', 'medium'],
  ['info', 'low'],
  ['debug', 'low'],
])('the level %s is %s', (level, severity) => {
  expect(read('created', { error: errorEvent({ level }) })).toMatchObject({ severity, severityDefaulted: false, fingerprint: KEY });
});

it.each([
  ['critical', 'firing', 'critical'],
  ['warning', 'firing', 'medium'],
  ['resolved', 'resolved', 'medium'],
])('a metric alert that is %s is %s', (action, status, severity) => {
  expect(read(action, metric())).toMatchObject({
    status,
    severity,
    severityDefaulted: status === 'resolved',
    title: 'Checkout is slow',
    description: 'p95 is 4 s',
    fingerprint: 'sentry:metric:5:31',
    startedAt: '2026-11-23T10:00:00.000Z',
    labels: { environment: 'prod', project: 'web, api' },
    links: ['https://sentry.io/organizations/shop/alerts/31/'],
  });
});

it.each([
  ['created', { comment: 'Looks fixed', issue_id: 8812 }],
  ['created', { comment: { text: 'x' } }],
  ['deleted', { installation: { uuid: '0b7c', status: 'installed' } }],
  ['completed', { run_id: 7 }],
])('%s with %j is not an alert', (action, data) => {
  expect(read(action, data)).toMatchObject({ status: 'ignored', statusNote: { kind: 'notAnAlert' }, fingerprint: null });
});

it('the older plugin is read, under the same key', () => {
  const { title, ...event } = errorEvent({ issue_id: undefined, issue_url: undefined, level: undefined });
  const body = {
    id: '8812',
    project: 'shop',
    project_slug: 'shop',
    culprit: 'c',
    level: 'fatal',
    url: 'https://sentry.io/i/8812/',
    message: title,
    event,
  };
  expect(readOne('sentry', body)).toMatchObject({ status: 'firing', severity: 'critical', title: 'KeyError: cart', fingerprint: KEY });
});

it('broken side fields lose nothing else', () => {
  const event = read('triggered', {
    event: errorEvent({ level: 70, tags: 'x', datetime: 'soon', issue_id: {}, web_url: '/x', culprit: [] }),
  });
  expect(event).toMatchObject({ severityDefaulted: true, fingerprint: KEY, links: [], startedAt: RECEIVED_AT });
  expect(problemsOf(event)).toEqual(
    expect.arrayContaining(['data.event.level', 'data.event.tags', 'data.event.datetime', 'data.event.issue_id']),
  );
  expect(read('created', { issue: issue({ title: null, metadata: null, level: null }) })).toMatchObject({ title: 'shop.cart in total' });
  expect(read('melted', metric({ identifier: null, date_started: 0, projects: 5 }))).toMatchObject({
    status: 'firing',
    fingerprint: 'sentry:metric:5:77',
  });
});

it('an event that says nothing is refused, naming its title', () => {
  expect(refusalOf('sentry', sent('triggered', { event: { title: ['x'], level: 5 } })).field).toBe('data.event.title');
  expect(refusalOf('sentry', sent('created', { issue: 'x' })).field).toBe('data.issue');
  expect(refusalOf('sentry', { title: 'x' }).field).toBe('data');
  expect(refusalOf('sentry', sent('critical', { metric_alert: {} })).field).toBe('data.metric_alert.alert_rule.name');
});
