import { problemsOf, readOne, refusalOf } from '../../../../support/read-alert';

const webhook = (action: unknown, alert: object = {}) => ({
  action,
  alert: {
    alertId: '7f0c-22',
    tinyId: '1801',
    alias: 'search-latency',
    message: 'Search is slow',
    description: 'p99 is 4 s.',
    priority: 'P2',
    tags: ['env:prod', 'search'],
    entity: 'search-api',
    source: 'synthetics',
    createdAt: 1_795_000_000_000,
    updatedAt: 1_795_000_000_000_000_000,
    details: { runbook: 'https://runbooks.example.com/search', region: 'eu' },
    ...alert,
  },
  source: { name: 'web', type: 'web' },
  integrationId: '37c8',
  integrationName: 'Incident rooms',
});
const read = (...parts: Parameters<typeof webhook>) => readOne('opsgenie', webhook(...parts));

it('a new alert is one event', () => {
  expect(read('Create')).toEqual({
    source: 'opsgenie',
    status: 'firing',
    severity: 'high',
    severityDefaulted: false,
    severityRaw: 'P2',
    title: 'Search is slow',
    alertName: 'Search is slow',
    description: 'p99 is 4 s.',
    fingerprint: 'opsgenie:search-latency',
    startedAt: '2026-11-18T11:06:40.000Z',
    links: ['https://runbooks.example.com/search'],
    labels: {
      source: 'synthetics',
      entity: 'search-api',
      tiny_id: '1801',
      env: 'prod',
      search: 'true',
      runbook: 'https://runbooks.example.com/search',
      region: 'eu',
    },
    problems: [],
    statusNote: null,
    firing: { count: 1, fingerprints: ['opsgenie:search-latency'], newestStartedAt: '2026-11-18T11:06:40.000Z' },
  });
});

it.each([
  ['Acknowledge', 'acknowledged', undefined],
  ['TakeOwnership', 'acknowledged', undefined],
  ['UnAcknowledge', 'firing', undefined],
  ['Close', 'resolved', undefined],
  ['EscalateNext', 'firing', undefined],
  ['UpdatePriority', 'firing', undefined],
  ['SnoozeEnded', 'firing', undefined],
  ['Snooze', 'ignored', 'silenced'],
  ['Delete', 'ignored', 'ruleChanged'],
  ['AddNote', 'ignored', 'notAnAlert'],
  ['AddTags', 'ignored', 'notAnAlert'],
  ['RemoveDetails', 'ignored', 'notAnAlert'],
  ['AssignOwnership', 'ignored', 'notAnAlert'],
  ['CustomAction', 'ignored', 'notAnAlert'],
])('the action %s is %s, under the same key', (action, status, kind) => {
  const event = read(action);
  expect(event).toMatchObject({ status, fingerprint: 'opsgenie:search-latency' });
  expect(event.statusNote?.kind).toBe(kind);
});

it.each(['P1', 'P2', 'P3', 'P4', 'P5'])('the priority %s has its severity', (priority) => {
  const severity = { P1: 'critical', P2: 'high', P3: 'medium', P4: 'low', P5: 'low' }[priority];
  expect(read('Create', { priority }).severity).toBe(severity);
});

it('an alert without an alias is known by its id', () => {
  expect(read('Close', { alias: '' }).fingerprint).toBe('opsgenie:7f0c-22');
});

it('broken side fields lose nothing else', () => {
  const event = read('Explode', { priority: 9, tags: { a: 1 }, details: 'x', createdAt: 'soon', description: {}, message: null });
  expect(event).toMatchObject({ status: 'firing', severityDefaulted: true, title: 'Alert search-latency' });
  expect(problemsOf(event)).toEqual(
    expect.arrayContaining(['action', 'alert.priority', 'alert.createdAt', 'alert.details', 'alert.description']),
  );
});

it('an action without an alert is refused, naming it', () => {
  expect(refusalOf('opsgenie', { action: 'Create' }).field).toBe('alert');
  expect(refusalOf('opsgenie', { action: 'Create', alert: 'x', integrationId: '1' }).field).toBe('alert');
  expect(refusalOf('opsgenie', { action: 'Create', alert: {} }).field).toBe('alert.message');
});
