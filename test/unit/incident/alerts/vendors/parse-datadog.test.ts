import { problemsOf, readOne, refusalOf } from '../../../../support/read-alert';

/** A template of many variables, as Datadog fills it in: all values are texts. */
const monitor = (fields: object = {}) => ({
  id: '880011',
  title: '[Triggered on {host:db-3,env:prod}] Replication lag',
  body: '%%%\nLag is over 60 s.\n%%%',
  date: '1795000000000',
  event_type: 'metric_alert_monitor',
  alert_id: '5150',
  alert_transition: 'Triggered',
  alert_type: 'error',
  alert_priority: 'P1',
  alert_scope: 'host:db-3,env:prod',
  hostname: 'db-3',
  link: 'https://app.datadoghq.com/event/event?id=880011',
  tags: 'service:orders,team:data',
  org: { id: '9', name: 'Shop' },
  ...fields,
});
const read = (fields?: object) => readOne('datadog', monitor(fields));

describe('a monitor', () => {
  it('is one event a scope', () => {
    expect(read()).toEqual({
      source: 'datadog',
      status: 'firing',
      severity: 'critical',
      severityDefaulted: false,
      severityRaw: 'P1',
      title: 'Replication lag (host:db-3,env:prod)',
      alertName: 'Replication lag',
      description: 'Lag is over 60 s.',
      fingerprint: 'datadog:5150:host:db-3,env:prod',
      startedAt: '2026-11-18T11:06:40.000Z',
      links: ['https://app.datadoghq.com/event/event?id=880011'],
      labels: {
        host: 'db-3',
        monitor_id: '5150',
        org: 'Shop',
        scope: 'host:db-3,env:prod',
        env: 'prod',
        service: 'orders',
        team: 'data',
      },
      problems: [],
      statusNote: null,
      firing: { count: 1, fingerprints: [expect.any(String)], newestStartedAt: null },
    });
  });

  it.each([
    ['Re-Triggered', 'firing'],
    ['Warn', 'firing'],
    ['Re-Warn', 'firing'],
    ['No Data', 'firing'],
    ['Re-No Data', 'firing'],
    ['Renotify', 'firing'],
    ['Recovered', 'resolved'],
  ])('in the transition %s is %s, under the same key', (transition, status) => {
    const event = read({ id: '880012', alert_transition: transition, title: `[${transition} on {host:db-3,env:prod}] Replication lag` });
    expect(event).toMatchObject({ status, fingerprint: read().fingerprint, severity: 'critical', title: read().title });
    expect(event.statusNote?.kind).toBe(transition.endsWith('No Data') ? 'dataVanished' : undefined);
  });

  it('is told from the same monitor in another scope', () => {
    expect(read({ alert_scope: 'host:db-4,env:prod' }).fingerprint).not.toBe(read().fingerprint);
  });

  it('is known by its cycle where the template names it', () => {
    expect(read({ alert_cycle_key: '77', alert_scope: '' }).fingerprint).toBe('datadog:77');
  });

  it.each(['P1', 'P2', 'P3', 'P4', 'P5'])('of the priority %s has its severity', (priority) => {
    const severity = { P1: 'critical', P2: 'high', P3: 'medium', P4: 'low', P5: 'low' }[priority];
    expect(read({ alert_priority: priority })).toMatchObject({ severity, severityDefaulted: false });
  });

  it.each([
    ['$ALERT_PRIORITY', 'error', 'high', false],
    ['', 'warning', 'medium', false],
    ['normal', 'info', 'low', false],
    [undefined, 'success', 'medium', true],
    [3, 'error', 'medium', false],
  ])('of the priority %s and the type %s is %s', (priority, type, severity, isDefaulted) => {
    expect(read({ alert_priority: priority, alert_type: type })).toMatchObject({ severity, severityDefaulted: isDefaulted });
  });
});

describe('templates', () => {
  it.each([
    ['camel case', { alertTransition: 'Recovered', alertId: '5150', alertScope: 'host:db-3', title: 'Lag' }],
    [
      'upper case inside metadata',
      { title: 'Lag', metadata: { ALERT_TRANSITION: 'Recovered', ALERT_ID: '5150', ALERT_SCOPE: 'host:db-3' } },
    ],
    ['an alert inside', { title: 'Lag', id: '1', alert: { id: '5150', transition: 'Recovered', cycleId: '', scope: 'host:db-3' } }],
    ['scopes and a monitor', { title: 'Lag', alert_type: 'success', monitor_id: 5150, scopes: 'host:db-3' }],
    ['the state alone', { title: 'Lag', alert_status: 'OK', alert_type: '$ALERT_TYPE', monitor_id: '5150', scopes: 'host:db-3' }],
  ])('of %s are read alike', (_, event) => {
    expect(readOne('datadog', event)).toMatchObject({ status: 'resolved', fingerprint: 'datadog:5150:host:db-3', alertName: 'Lag' });
  });

  it('that name no transition, as the default one, are firing under one key for trigger and recovery', () => {
    const body = (state: string) => ({
      body: 'x',
      last_updated: '1795000000000',
      event_type: 'query_alert_monitor',
      title: `[${state} on {host:a}] Disk`,
      date: '1795000000000',
      org: { id: '9', name: 'Shop' },
      id: `id-${state}`,
    });
    const [triggered, recovered] = ['Triggered', 'Recovered'].map((state) => readOne('datadog', body(state)));
    expect(triggered).toMatchObject({ status: 'firing', title: 'Disk' });
    expect(recovered?.fingerprint).toBe(triggered?.fingerprint);
  });

  it('whose macros were not filled in have no key, no link and no state of them', () => {
    const event = read({
      alert_id: '$ALERT_ID',
      alert_cycle_key: '$ALERT_CYCLE_KEY',
      alert_scope: '$ALERT_SCOPE',
      alert_transition: '$ALERT_TRANSITION',
      hostname: '$HOSTNAME',
      link: '$LINK',
    });
    expect(event).toMatchObject({ status: 'firing', fingerprint: 'datadog:Replication lag', links: [] });
    expect(event.labels).not.toHaveProperty('host');
  });
});

describe('side fields', () => {
  it('that are broken lose nothing else', () => {
    const event = read({
      alert_priority: ['x'],
      alert_transition: 5,
      alert_type: {},
      tags: { a: 1 },
      date: 'soon',
      link: 7,
      body: [1],
      alert_scope: {},
    });
    expect(event).toMatchObject({ status: 'firing', severity: 'medium', severityDefaulted: true, fingerprint: 'datadog:5150:db-3' });
    expect(problemsOf(event)).toEqual(expect.arrayContaining(['alert_priority', 'alert_transition', 'alert_type', 'date', 'body']));
  });

  it('cannot stand for a title', () => {
    expect(refusalOf('datadog', { alert_transition: 'Triggered', alert_id: '1' }).field).toBe('title');
  });
});
