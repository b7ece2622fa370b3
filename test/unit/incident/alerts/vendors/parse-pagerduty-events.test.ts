import { problemsOf, RECEIVED_AT, readOne, refusalOf } from '../../../../support/read-alert';

const event = (fields: object = {}, payload: object = {}) => ({
  routing_key: 'a'.repeat(32),
  event_action: 'trigger',
  dedup_key: 'disk/db-3',
  payload: {
    summary: 'Disk of db-3 is full',
    source: 'db-3.example.com',
    severity: 'error',
    timestamp: '2026-11-23T10:00:00.000+0000',
    component: 'postgres',
    group: 'orders',
    class: 'disk',
    custom_details: { free: '0 B', mount: '/data', description: 'No space is left.' },
    ...payload,
  },
  links: [{ href: 'https://runbooks.example.com/disk', text: 'Runbook' }],
  images: [{ src: 'https://graphs.example.com/disk.png' }],
  client: 'diskwatch',
  client_url: 'https://diskwatch.example.com/',
  ...fields,
});
const read = (...parts: Parameters<typeof event>) => readOne('pagerduty-events', event(...parts));

it('a trigger is one event, without the routing key', () => {
  expect(read()).toEqual({
    source: 'pagerduty-events',
    status: 'firing',
    severity: 'high',
    severityDefaulted: false,
    severityRaw: 'error',
    title: 'Disk of db-3 is full',
    alertName: 'Disk of db-3 is full',
    description: 'No space is left.',
    fingerprint: 'pagerduty-events:disk/db-3',
    startedAt: '2026-11-23T10:00:00.000Z',
    links: ['https://runbooks.example.com/disk', 'https://graphs.example.com/disk.png', 'https://diskwatch.example.com/'],
    labels: {
      source: 'db-3.example.com',
      component: 'postgres',
      group: 'orders',
      class: 'disk',
      client: 'diskwatch',
      free: '0 B',
      mount: '/data',
    },
    problems: [],
    statusNote: null,
    firing: { count: 1, fingerprints: ['pagerduty-events:disk/db-3'], newestStartedAt: '2026-11-23T10:00:00.000Z' },
  });
});

it.each([
  ['critical', 'critical'],
  ['error', 'high'],
  ['warning', 'medium'],
  ['info', 'low'],
])('the severity %s is %s', (given, severity) => {
  expect(read({}, { severity: given }).severity).toBe(severity);
});

it.each([
  ['acknowledge', 'acknowledged'],
  ['resolve', 'resolved'],
])('the action %s names only the key', (action, status) => {
  const bare = { routing_key: 'r', event_action: action, dedup_key: 'disk/db-3' };
  expect(readOne('pagerduty-events', bare)).toMatchObject({ status, fingerprint: 'pagerduty-events:disk/db-3', title: 'Alert disk/db-3' });
});

it('a trigger without a key has none', () => {
  expect(read({ dedup_key: undefined }).fingerprint).toBeNull();
});

it('an event of version 1 is read', () => {
  const first = {
    service_key: 's',
    event_type: 'resolve',
    incident_key: 'disk',
    description: 'Disk is full',
    details: { severity: 'info' },
  };
  expect(readOne('pagerduty-events', first)).toMatchObject({ status: 'resolved', fingerprint: 'pagerduty-events:disk', severity: 'low' });
});

it('a change event opens nothing', () => {
  const change = {
    routing_key: 'r',
    payload: { summary: 'Build 7 was deployed', timestamp: '2026-11-23T10:00:00Z', source: 'ci' },
    links: [],
  };
  expect(readOne('pagerduty-events', change)).toMatchObject({
    status: 'ignored',
    statusNote: { kind: 'notAnAlert' },
    title: 'Build 7 was deployed',
  });
});

it('broken side fields lose nothing else', () => {
  const broken = read(
    { event_action: 'raise', dedup_key: {}, links: 'x', images: [null, { src: 5 }], client_url: 'mailto:a@example.com' },
    { severity: 8, timestamp: 'soon', custom_details: ['x'], source: {} },
  );
  expect(broken).toMatchObject({ status: 'firing', severityDefaulted: true, fingerprint: null, links: [], startedAt: RECEIVED_AT });
  expect(problemsOf(broken)).toEqual(expect.arrayContaining(['event_action', 'dedup_key', 'payload.severity', 'payload.timestamp']));
});

it('a trigger that says nothing is refused', () => {
  expect(refusalOf('pagerduty-events', { event_action: 'trigger', dedup_key: 'x' }).field).toBe('payload.summary');
});
