import { parseEvents } from '../../../../../src/incident/alerts/parse-events';
import type { NormalizedEvent } from '../../../../../src/incident/model/incident';
import { InvalidInputError } from '../../../../../src/incident/text/errors';

const RECEIVED_AT = '2026-11-24T00:00:00.000Z';

const alert = (fields: object = {}) => ({
  status: 'firing',
  labels: { alertname: 'QueueFull', instance: 'mq-1:5672', severity: 'warning' },
  annotations: { summary: 'Queue mails is full', description: 'Nothing is taken from it.' },
  startsAt: '2026-11-23T10:00:00Z',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: 'https://prometheus.example.com/graph?g0.expr=queue',
  fingerprint: 'aa01',
  ...fields,
});
const group = (fields: object = {}) => ({
  version: '4',
  groupKey: '{}:{alertname="QueueFull"}',
  receiver: 'incidents',
  status: 'firing',
  groupLabels: { alertname: 'QueueFull' },
  commonLabels: { alertname: 'QueueFull' },
  commonAnnotations: {},
  externalURL: 'https://alertmanager.example.com',
  truncatedAlerts: 0,
  alerts: [alert()],
  ...fields,
});

function read(event: unknown, source?: string): NormalizedEvent {
  const events = parseEvents(event, { receivedAt: RECEIVED_AT, ...(source === undefined ? {} : { source }) });
  expect(events).toHaveLength(1);
  return events[0] as NormalizedEvent;
}

function refusal(event: unknown, source?: string): InvalidInputError {
  try {
    read(event, source);
  } catch (error) {
    if (error instanceof InvalidInputError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('a group', () => {
  it('is one event', () => {
    expect(read(group())).toEqual({
      source: 'alertmanager',
      status: 'firing',
      severity: 'medium',
      severityDefaulted: false,
      severityRaw: 'warning',
      title: 'Queue mails is full',
      alertName: 'QueueFull',
      description: 'Nothing is taken from it.',
      fingerprint: 'alertmanager:incidents:{}:{alertname="QueueFull"}',
      startedAt: '2026-11-23T10:00:00.000Z',
      links: ['https://prometheus.example.com/graph?g0.expr=queue', 'https://alertmanager.example.com/'],
      labels: { alertname: 'QueueFull', instance: 'mq-1:5672', severity: 'warning', alerts: '1' },
      problems: [],
      statusNote: null,
      firing: { count: 1, fingerprints: ['aa01'], newestStartedAt: '2026-11-23T10:00:00.000Z' },
    });
  });

  it.each([
    ['MissingSeries', 'ignored', 'dataVanished'],
    ['Paused', 'ignored', 'ruleChanged'],
    ['', 'resolved', undefined],
  ])('of Grafana that ended for the reason "%s" is %s', (grafana_state_reason, status, kind) => {
    const over = alert({ status: 'resolved', annotations: { summary: 's', grafana_state_reason } });
    const event = read(group({ orgId: 1, status: 'resolved', alerts: [alert({ status: 'resolved' }), over] }));
    expect(event).toMatchObject({ status, firing: { count: 0, fingerprints: [] } });
    expect(event.statusNote?.kind).toBe(kind);
    if (kind !== undefined) expect(event.statusNote?.text).toContain(`QueueFull ended because`);
  });

  it('has the gravest severity of the alerts that fire, and the earliest time', () => {
    const resolved = alert({
      status: 'resolved',
      labels: { alertname: 'QueueFull', severity: 'critical' },
      startsAt: '2020-01-01T00:00:00Z',
    });
    const graver = alert({ labels: { alertname: 'QueueFull', severity: 'error' }, startsAt: '2026-11-22T10:00:00Z' });
    expect(read(group({ alerts: [resolved, alert(), graver] }))).toMatchObject({
      status: 'firing',
      severity: 'high',
      severityRaw: 'error',
      startedAt: '2026-11-22T10:00:00.000Z',
      title: 'QueueFull: Queue mails is full (2 alerts)',
    });
  });

  it.each([
    ['page', 'critical'],
    ['P1', 'critical'],
    ['Sev2', 'high'],
    ['2', 'high'],
    ['Average', 'medium'],
    ['info', 'low'],
    ['none', 'low'],
  ])('reads severity %s as %s', (severity, expected) => {
    expect(read(group({ alerts: [alert({ labels: { alertname: 'A', severity } })] }))).toMatchObject({
      severity: expected,
      severityDefaulted: false,
    });
  });

  it('takes a severity that only the common labels hold, and marks an absent or unknown one', () => {
    const bare = alert({ labels: { alertname: 'A', severity: '' } });
    expect(read(group({ alerts: [bare], commonLabels: { severity: 'critical' } })).severity).toBe('critical');
    expect(read(group({ alerts: [bare] }))).toMatchObject({ severity: 'medium', severityDefaulted: true, severityRaw: null });
    const odd = alert({ labels: { alertname: 'A', severity: 'ticket' } });
    expect(read(group({ alerts: [odd] }))).toMatchObject({ severity: 'medium', severityDefaulted: true, severityRaw: 'ticket' });
  });

  it('fires while it says so or any of its alerts does', () => {
    const over = alert({ status: 'resolved' });
    expect(read(group({ status: 'resolved', alerts: [over] })).status).toBe('resolved');
    expect(read(group({ status: 'resolved', alerts: [over, alert()] })).status).toBe('firing');
    expect(read(group({ status: 'firing', alerts: [over], truncatedAlerts: 3 })).status).toBe('firing');
    expect(read(group({ status: undefined, alerts: [alert({ status: undefined })] })).status).toBe('firing');
  });

  it('has labels that any of its alerts has: privacy and probes look at them', () => {
    const alerts = [alert(), alert({ labels: { alertname: 'QueueFull', instance: 'mq-2:5672', category: 'security' } })];
    expect(read(group({ alerts, truncatedAlerts: 5 })).labels).toEqual({
      alertname: 'QueueFull',
      instance: 'mq-1:5672, mq-2:5672',
      severity: 'warning',
      category: 'security',
      alerts: '7',
    });
  });

  it('names what fires before what is over', () => {
    const over = alert({ status: 'resolved', labels: { alertname: 'QueueFull', instance: 'mq-0:5672' } });
    expect(read(group({ alerts: [over, alert()] })).labels.instance).toBe('mq-1:5672, mq-0:5672');
  });

  it('tells twenty descriptions, and how many more there are', () => {
    const alerts = Array.from({ length: 2_500 }, (_, index) => alert({ annotations: { description: `${index}` } }));
    const lines = read(group({ alerts })).description.split('\n');
    expect(lines).toHaveLength(21);
    expect(lines.at(-1)).toBe('and 2480 more');
  });

  it('tells each description once', () => {
    const alerts = [alert(), alert({ annotations: { description: 'Second\nline' } }), alert()];
    expect(read(group({ alerts })).description).toBe('Nothing is taken from it.\nSecond\nline');
  });

  it.each([
    ['0001-01-01T00:00:00Z', RECEIVED_AT],
    ['', RECEIVED_AT],
    ['2026-02-30T00:00:00Z', RECEIVED_AT],
    [{ a: 1 }, RECEIVED_AT],
    [undefined, RECEIVED_AT],
    ['2026-11-23T10:00:00.123456789+02:00', '2026-11-23T08:00:00.123Z'],
  ])('that starts at %j started at %s', (startsAt, expected) => {
    expect(read(group({ alerts: [alert({ startsAt })] })).startedAt).toBe(expected);
  });

  it('shows absolute links of annotations and alerts, and no macro', () => {
    const annotations = {
      summary: 's',
      runbook_url: 'https://runbooks.example.com/q',
      logs: 'https://logs.example.com/q',
      dashboard: 'https://grafana.example.com/{{ $labels.dashboard }}',
      hint: 'see https://no.example.com',
    };
    expect(read(group({ alerts: [alert({ annotations, generatorURL: '/graph?x' })], externalURL: '' })).links).toEqual([
      'https://runbooks.example.com/q',
      'https://logs.example.com/q',
    ]);
  });

  it.each([
    [{ title: 'T', summary: 'S' }, 'T'],
    [{ title: ' ', summary: 'S' }, 'S'],
    [{}, 'QueueFull'],
  ])('with annotations %j has the title %s', (annotations, title) => {
    expect(read(group({ alerts: [alert({ annotations })] })).title).toBe(title);
  });

  it('without a name takes the first words that are told, else what its labels say', () => {
    const nameless = { groupLabels: {}, commonLabels: {}, groupKey: '{}:{job="x"}' };
    const told = alert({ labels: { job: 'x' }, annotations: { description: 'Nothing is taken.' } });
    expect(read(group({ ...nameless, alerts: [told] })).title).toBe('Nothing is taken.');
    expect(read(group({ ...nameless, alerts: [alert({ labels: { job: 'x' }, annotations: {} })] })).title).toBe('Alert: job=x');
  });
});

describe('identity', () => {
  const identity = (fields: object): string | null => read(group(fields)).fingerprint;

  it('differs by receiver and group', () => {
    expect(identity({ receiver: 'others' })).not.toBe(identity({}));
    expect(identity({ groupKey: '{}:{alertname="Other"}' })).not.toBe(identity({}));
  });

  it('stays the same while the group grows, shrinks and resolves', () => {
    expect(identity({ alerts: [alert(), alert({ fingerprint: 'aa02' })] })).toBe(identity({}));
    expect(identity({ status: 'resolved', alerts: [alert({ status: 'resolved' })] })).toBe(identity({}));
  });

  it('comes from the group labels in whatever order when there is no key', () => {
    const one = identity({ groupKey: undefined, groupLabels: { a: '1', b: '2' } });
    expect(identity({ groupKey: '', groupLabels: { b: '2', a: '1' } })).toBe(one);
    expect(identity({ groupKey: undefined, groupLabels: { a: '1', b: '3' } })).not.toBe(one);
  });

  it.each(['{}:{}', '{}/{team="mail"}:{}'])('of the group %s without labels comes from its alerts', (groupKey) => {
    const none = { groupKey, groupLabels: {} };
    expect(identity({ ...none, alerts: [alert({ fingerprint: 'bb' })] })).not.toBe(identity(none));
    expect(identity({ ...none, status: 'resolved', alerts: [alert({ status: 'resolved' })] })).toBe(identity(none));
  });

  it('is the alerts’ names when nothing else is given', () => {
    const bare = { groupKey: undefined, groupLabels: undefined };
    expect(identity({ ...bare, alerts: [alert(), alert({ fingerprint: 'bb' })] })).toBe('alertmanager:incidents:QueueFull');
  });

  it('of many alerts is short, and differs when one of them does', () => {
    const many = (last: string) => Array.from({ length: 400 }, (_, index) => alert({ fingerprint: index < 399 ? `f${index}` : last }));
    const none = { groupKey: '{}:{}', groupLabels: {} };
    const one = identity({ ...none, alerts: many('one') });
    expect(one).not.toBe(identity({ ...none, alerts: many('other') }));
    expect(one?.length).toBeLessThan(520);
  });
});

describe('other shapes', () => {
  it('reads a post to the API and a single alert', () => {
    const { status: _status, ...posted } = alert();
    expect(read([posted, posted])).toMatchObject({ source: 'alertmanager', status: 'firing', fingerprint: 'alertmanager::QueueFull' });
    expect(read(posted)).toMatchObject({ source: 'alertmanager', fingerprint: 'alertmanager::QueueFull' });
    expect(read([alert({ status: { state: 'active', silencedBy: [] } })]).status).toBe('firing');
  });

  it('names an alert without a name by its labels, of which the severity is none', () => {
    const unnamed = (labels: object) => alert({ labels, annotations: {} });
    const nameless = { groupLabels: {}, commonLabels: {} };
    expect(read(group({ ...nameless, alerts: [unnamed({ job: 'node', severity: 'critical', zone: 'b' })] }))).toMatchObject({
      title: 'Alert: job=node, zone=b',
      severity: 'critical',
    });
    expect(read([{ labels: { job: 'node' }, startsAt: '2026-11-23T10:00:00Z' }])).toMatchObject({ title: 'Alert: job=node' });
    expect(refusal(group({ ...nameless, alerts: [unnamed({ severity: 'critical' })] })).field).toBe('title');
  });

  it('reads a single alert that has only a name or annotations', () => {
    expect(read({ status: 'firing', labels: { alertname: 'QueueFull' } })).toMatchObject({ source: 'alertmanager', title: 'QueueFull' });
    expect(read({ status: 'resolved', annotations: { summary: 'Queue is full' } })).toMatchObject({
      title: 'Queue is full',
      status: 'resolved',
    });
  });

  it('leaves out no alert that stands beside groups', () => {
    const lone = alert({ labels: { alertname: 'Lone', severity: 'critical' }, annotations: {} });
    const events = parseEvents([{ labels: {}, receiver: { name: 'ops' }, alerts: [alert()] }, lone, 5], { receivedAt: RECEIVED_AT });
    expect(events.map(({ severity, alertName }) => [severity, alertName])).toEqual([
      ['critical', 'Lone'],
      ['medium', 'QueueFull'],
    ]);
    expect(events[0]?.problems).toEqual([{ field: '[2]', value: '5', taken: 'nothing' }]);
  });

  it('counts the alerts that were not sent, also where their number is text', () => {
    expect(read(group({ truncatedAlerts: '12' })).labels.alerts).toBe('13');
    expect(read(group({ truncatedAlerts: '-12' })).labels.alerts).toBe('1');
  });

  it('takes no generic alert for one of Alertmanager’s', () => {
    const generic = { message: 'Queue is full', severity: 'high', labels: { alertname: 'QueueFull' }, startsAt: '2026-11-23T10:00:00Z' };
    expect(read(generic)).toMatchObject({ source: 'generic', title: 'Queue is full', severity: 'high' });
    expect(read({ title: 'x', version: '2', alerts: 5 })).toMatchObject({ source: 'generic', title: 'x' });
    expect(read({ alerts: [alert()] })).toMatchObject({ source: 'alertmanager' });
  });

  it('keeps Grafana’s groups apart from Alertmanager’s', () => {
    const grafana = read(group({ orgId: 1, version: '1' }));
    expect(grafana).toMatchObject({ source: 'grafana', title: 'QueueFull: Queue mails is full' });
    expect(grafana.fingerprint).toBe('grafana:incidents:{}:{alertname="QueueFull"}');
    const [one, other] = ['177', '178'].map((time) => read(group({ orgId: 1, groupKey: `webhook-aa01-${time}` })).fingerprint);
    expect([one, other]).toEqual(['grafana:incidents:aa01', 'grafana:incidents:aa01']);
  });

  it.each([
    [group({ alerts: undefined }), undefined, 'alerts'],
    [group({ alerts: {} }), undefined, 'alerts'],
    [group({ alerts: 'x' }), undefined, 'alerts'],
    [group({ alerts: [] }), undefined, 'alerts'],
    [group({ alerts: ['x'] }), undefined, 'alerts[0]'],
    [[], 'alertmanager', 'alerts'],
    [[null], 'alertmanager', 'alerts[0]'],
    [{ title: 'x' }, 'alertmanager', 'alerts'],
    [['x'], undefined, 'body'],
    [[], undefined, 'body'],
  ])('%#: names the field that is wrong', (event, source, field) => {
    expect(refusal(event, source).field).toBe(field);
  });

  it.each([
    [group({ alerts: [alert(), null, 'x'] }), ['alerts[1]', 'alerts[2]']],
    [[{ labels: { alertname: 'QueueFull' } }, 5], ['alerts[1]']],
    [group({ alerts: [alert(), alert({ labels: 5 })] }), ['alerts[1].labels']],
    [group({ alerts: [alert({ annotations: 5 })] }), ['alerts[0].annotations']],
    [group({ alerts: [alert(), alert({ status: 'FIRING!' })] }), ['alerts[1].status']],
    [group({ alerts: [alert({ status: 1 })] }), ['alerts[0].status']],
    [group({ alerts: [alert({ startsAt: 'today' })] }), ['alerts[0].startsAt']],
    [group({ alerts: [alert({ labels: { alertname: 'QueueFull', severity: 'ticket' } })] }), ['alerts[0].labels.severity']],
    [group({ status: 'odd' }), ['status']],
    [group({ status: 1 }), ['status']],
    [group({ groupLabels: 5 }), ['groupLabels']],
    [group({ commonAnnotations: true }), ['commonAnnotations']],
  ])('%#: what is wrong with a part is a problem and loses nothing else', (event, fields) => {
    const { status, title, problems } = read(event);
    expect(status).toBe('firing');
    expect(title).not.toBe('');
    expect(problems?.map(({ field }) => field)).toEqual(fields);
  });
});

describe('alerts that are silenced', () => {
  const silenced = (state: string, name = 'BackupLate') =>
    alert({ labels: { alertname: name, severity: 'critical' }, status: { state, silencedBy: ['s-1'] } });
  const all = (event: unknown) => parseEvents(event, { receivedAt: RECEIVED_AT });

  it.each(['suppressed', 'silenced', 'inhibited', 'muted'])('(%s) are ignored, and the others are not', (state) => {
    const [first, second] = all([silenced(state), alert({ status: { state: 'active' } })]);
    expect(first).toMatchObject({ status: 'firing', severity: 'medium', title: 'Queue mails is full', statusNote: null });
    expect(first?.firing?.count).toBe(1);
    expect(second).toMatchObject({
      status: 'ignored',
      alertName: 'BackupLate',
      statusNote: { kind: 'silenced', text: 'BackupLate is silenced, inhibited or muted at the source' },
      firing: { count: 0 },
    });
  });

  it('open nothing alone', () => {
    expect(all([silenced('suppressed')]).map(({ status }) => status)).toEqual(['ignored']);
  });

  it('are known by a list of what silences them', () => {
    expect(all([alert({ status: { silencedBy: ['s-1'] } })])[0]?.status).toBe('ignored');
    expect(all([alert({ status: { silencedBy: [] } })])[0]?.status).toBe('firing');
  });

  it('in a state that is not known fire, and the state is kept', () => {
    const [first, ...others] = all([silenced('of-next-year'), alert({ status: { state: 'active' } })]);
    expect(others).toEqual([]);
    expect(first).toMatchObject({ status: 'firing', severity: 'critical', firing: { count: 2 } });
    expect(first?.problems).toEqual([
      { field: 'alerts[0].status', value: '{"state":"of-next-year","silencedBy":["s-1"]}', taken: 'firing' },
    ]);
  });
});

describe('a list of groups', () => {
  const listed = (name: string, severity: string) => ({
    labels: { alertname: name },
    receiver: { name: 'ops' },
    alerts: [alert({ labels: { alertname: name, severity }, annotations: { summary: `${name} now` }, status: { state: 'active' } })],
  });

  it('is one event a group, the gravest first', () => {
    const events = parseEvents([listed('Slow', 'warning'), { labels: {}, alerts: [] }, 5, listed('Down', 'critical')], {
      receivedAt: RECEIVED_AT,
    });
    expect(events.map(({ severity, title, fingerprint }) => [severity, title, fingerprint])).toEqual([
      ['critical', 'Down now', 'alertmanager:ops:[["alertname","Down"]]'],
      ['medium', 'Slow now', 'alertmanager:ops:[["alertname","Slow"]]'],
    ]);
    expect(events[0]?.problems).toEqual([{ field: '[2]', value: '5', taken: 'nothing' }]);
  });
});

describe('the alert that names the incident', () => {
  const nothingShared = { groupLabels: {}, commonLabels: {}, groupKey: '{}:{}' };
  const named = (alertname: string, severity: string | undefined, annotations = {}) =>
    alert({ labels: { alertname, severity }, annotations });

  it.each([
    [[named('CartDown', 'warning'), named('PayDown', 'critical')], 'PayDown (2 alerts)'],
    [[named('CartDown', 'info'), named('PayDown', undefined)], 'PayDown (2 alerts)'],
    [[named('CartDown', 'warning', { summary: 'c' }), named('PayDown', 'high', { summary: 'p' })], 'PayDown: p (2 alerts)'],
    [[named('First', 'high'), named('Second', 'high')], 'First (2 alerts)'],
  ])('%#: is the worst of those that fire', (alerts, title) => {
    expect(read(group({ ...nothingShared, alerts })).title).toBe(title);
  });

  it('is none that is over', () => {
    const over = { ...named('PayDown', 'critical'), status: 'resolved' };
    expect(read(group({ ...nothingShared, alerts: [over, named('CartDown', 'warning')] })).title).toBe('CartDown');
  });

  it.each([
    ['DatasourceError', { Error: 'dial tcp: connection refused' }, 'Checkout traffic: data source error: dial tcp: connection refused'],
    ['DatasourceNoData', { summary: '5xx of checkout' }, 'Checkout traffic: no data from query A'],
  ])('is the rule when its query fails with %s', (alertname, annotations, title) => {
    const failed = alert({ labels: { alertname, rulename: 'Checkout traffic', ref_id: 'A', severity: 'critical' }, annotations });
    const shared = { groupLabels: { alertname }, commonLabels: failed.labels, commonAnnotations: annotations };
    expect(read(group({ orgId: 1, ...shared, alerts: [failed] }))).toMatchObject({ title, alertName: 'Checkout traffic' });
  });
});
