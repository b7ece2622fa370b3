import { problemsOf, RECEIVED_AT, readOne, refusalOf } from '../../../../support/read-alert';

/** Alerting before Grafana 9. */
const legacy = (fields: object = {}) => ({
  dashboardId: 4,
  evalMatches: [{ value: 97.5, metric: 'orders queue', tags: { queue: 'orders', host: 'mq-1' } }],
  imageUrl: 'https://grafana.example.com/render/31.png',
  message: 'Nothing takes orders from the queue.',
  orgId: 1,
  panelId: 2,
  ruleId: 31,
  ruleName: 'Queue depth',
  ruleUrl: 'https://grafana.example.com/d/mq?tab=alert&viewPanel=2',
  state: 'alerting',
  tags: { severity: 'critical', team: 'shop' },
  title: '[Alerting] Queue depth',
  ...fields,
});
const read = (fields?: object) => readOne('grafana', legacy(fields));

describe('legacy alerting', () => {
  it('is one event a rule', () => {
    expect(read()).toEqual({
      source: 'grafana',
      status: 'firing',
      severity: 'critical',
      severityDefaulted: false,
      severityRaw: 'critical',
      title: 'Queue depth',
      alertName: 'Queue depth',
      description: 'Nothing takes orders from the queue.\norders queue: 97.5',
      fingerprint: 'grafana:31',
      startedAt: RECEIVED_AT,
      links: ['https://grafana.example.com/d/mq?tab=alert&viewPanel=2', 'https://grafana.example.com/render/31.png'],
      labels: { severity: 'critical', team: 'shop', queue: 'orders', host: 'mq-1' },
      problems: [],
      statusNote: null,
      firing: { count: 1, fingerprints: ['grafana:31'], newestStartedAt: null },
    });
  });

  it('recovers under the same key, whatever its title says', () => {
    expect(read({ state: 'ok', evalMatches: [], title: '[Alerting] Queue depth' })).toMatchObject({
      status: 'resolved',
      fingerprint: 'grafana:31',
      firing: { count: 0 },
    });
  });

  it.each([
    ['no_data', 'firing', 'dataVanished'],
    ['paused', 'ignored', 'ruleChanged'],
    ['pending', 'ignored', 'notAnAlert'],
  ])('in the state %s has neither recovered nor been lost', (state, status, kind) => {
    expect(read({ state, evalMatches: null })).toMatchObject({ status, statusNote: { kind } });
  });

  it('takes 0 as the id of a rule', () => {
    expect(read({ ruleId: 0 }).fingerprint).toBe('grafana:0');
  });

  it('keeps an alert whose side fields are broken', () => {
    const event = read({
      state: 7,
      tags: 'severity',
      evalMatches: [null, { tags: 5 }, {}],
      ruleUrl: '/d/mq',
      imageUrl: {},
      message: ['x'],
    });
    expect(event).toMatchObject({ status: 'firing', severity: 'medium', severityDefaulted: true, links: [], title: 'Queue depth' });
    expect(problemsOf(event)).toEqual(expect.arrayContaining(['state', 'tags', 'message']));
  });

  it('is refused without a name', () => {
    expect(refusalOf('grafana', { evalMatches: [], state: 'ok' }).field).toBe('ruleName');
  });
});
