import * as fc from 'fast-check';
import { rankHypotheses } from '../../../../../src/incident/investigation/causes/rank-hypotheses';
import { scopeOf } from '../../../../../src/incident/investigation/services/scope';
import type { Finding } from '../../../../../src/incident/model/finding';
import { CAUSE_KINDS, type CauseKind } from '../../../../../src/incident/model/investigation/cause-kind';
import type { Fact } from '../../../../../src/incident/model/investigation/fact';
import { sampleFinding, sampleProbe } from '../../../../support/sample-incident';
import { sampleService } from '../../../../support/sample-service';

const STARTED = '2026-03-01T03:00:00.000Z';
const SHOP = sampleService('shop', { dependsOn: ['orders-db', 'search'] });
const DB = sampleService('orders-db', { title: 'Orders database' });
const SEARCH = sampleService('search');
const SCOPE = scopeOf([SHOP], [SHOP, DB, SEARCH]);

const finding = (key: string, changes: Partial<Finding>): Finding => ({
  ...sampleFinding(sampleProbe({ key, title: key })),
  kind: 'health',
  status: 'fail',
  target: null,
  ...changes,
});
const state = (cause: CauseKind, text: string, holds = true): Fact => ({ kind: 'state', cause, holds, service: null, text });
const http = finding('http', {
  aspect: 'availability',
  service: 'shop',
  component: 'api',
  target: 'https://shop/health',
  summary: 'HTTP 503',
});
const full = finding('connections', {
  aspect: 'dependencies',
  service: 'orders-db',
  component: 'database',
  target: 'db-1:5432',
  summary: '100 of 100 connections are in use',
  facts: [state('connections_exhausted', '100 of 100 connections are in use')],
});
const rank = (findings: readonly Finding[], scope = SCOPE) => rankHypotheses(findings, { scope, startedAt: STARTED, signal: null });

it('puts what was seen at a dependency before the failure that it explains, with the evidence for it', () => {
  const [first, ...others] = rank([http, full]);
  expect(first).toMatchObject({
    service: 'orders-db',
    component: 'database',
    cause: 'connections_exhausted',
    basis: 'seen',
    statement: 'Orders database (db-1:5432) has no free connections: 100 of 100 connections are in use.',
    for: [
      { finding: 'connections', text: '100 of 100 connections are in use' },
      { finding: 'http', text: 'HTTP 503, which this explains' },
    ],
    against: [],
  });
  // The shop's failure is its effect, not another possible cause.
  expect(others).toEqual([]);
  expect(first?.confidence).toBeGreaterThan(rank([http])[0]?.confidence ?? 100);
});

it('is no surer of the second of two causes than of the first', () => {
  const refuses = (service: string) => finding(`tcp-${service}`, { service, facts: [state('not_listening', 'connection refused')] });
  const [first, second, ...others] = rank([refuses('orders-db'), refuses('search')]);
  expect([first?.service, second?.service, others]).toEqual(['orders-db', 'search', []]);
  expect(second?.confidence).toBe(first?.confidence);
});

describe('a server that refuses connections', () => {
  const refused = (changes: Partial<Finding> = {}) =>
    finding('port', {
      aspect: 'network',
      service: 'orders-db',
      component: 'database',
      target: 'db-1:5432',
      summary: 'connection refused',
      facts: [state('not_listening', 'connection refused')],
      ...changes,
    });
  const mention = (cause: CauseKind): Fact => ({ kind: 'mention', cause, component: 'database', service: null, text: 'as the alert says' });
  const alert = (cause: CauseKind) =>
    finding('alert', { status: 'warn', aspect: 'evidence', kind: 'correlation', facts: [mention(cause)] });

  it('does not suffer from what only a server that serves does, whatever the alert said', () => {
    const [first, second] = rank([http, refused(), alert('connections_exhausted')]);
    expect(first).toMatchObject({ cause: 'not_listening', basis: 'seen', for: [{ finding: 'port' }, { finding: 'http' }] });
    expect(second).toMatchObject({
      cause: 'connections_exhausted',
      basis: 'told',
      against: [{ finding: 'port', text: 'connection refused' }],
    });
    expect(second?.confidence).toBeLessThan(first?.confidence ?? 0);
  });

  it('may have ended for want of disk', () => {
    expect(rank([http, refused(), alert('disk_full')])[0]).toMatchObject({ cause: 'disk_full', basis: 'told', against: [] });
  });

  it('on one port says nothing about another that serves', () => {
    const serves = finding('greeting', { service: 'orders-db', component: 'database', target: 'db-1:6432', status: 'ok' });
    const told = rank([http, refused(), serves, alert('connections_exhausted')]).find(({ basis }) => basis === 'told');
    expect(told?.against).toEqual([]);
  });
});

it('explains nothing of which no one knows that it needs the service', () => {
  const elsewhere = finding('queue', { component: 'queue', summary: '1,234 wait', aspect: 'performance' });
  expect(rank([full, elsewhere])[0]?.for).toEqual([{ finding: 'connections', text: '100 of 100 connections are in use' }]);
  const { service: _, ...alone } = full;
  expect(rank([alone, elsewhere], [])[0]?.for).toHaveLength(2);
});

it('does not blame a dependency of something else', () => {
  const other = rank([{ ...http, service: 'search' }, full]);
  expect(other[0]?.for).toEqual([{ finding: 'connections', text: '100 of 100 connections are in use' }]);
});

it('takes what a health page says of its database as hearsay, until a probe sees it', () => {
  const mention: Fact = { kind: 'mention', cause: 'connections_exhausted', component: 'database', service: null, text: 'too many clients' };
  const told = { ...http, facts: [mention] };
  const [hearsay] = rank([told]);
  expect(hearsay).toMatchObject({ component: 'database', service: null, cause: 'connections_exhausted', basis: 'told' });
  expect(hearsay?.statement).toBe('The database has no free connections, according to http: too many clients.');
  const [seen] = rank([told, full]);
  expect(seen).toMatchObject({ basis: 'seen', for: [{ finding: 'connections' }, { finding: 'http', text: 'too many clients' }, {}] });
  expect(seen?.confidence).toBeGreaterThan(hearsay?.confidence ?? 100);
});

it('counts against a cause that a probe looked for it and did not find it', () => {
  const mention: Fact = { kind: 'mention', cause: 'disk_full', component: 'database', service: null, text: 'no space left on device' };
  const alert = finding('alert', { kind: 'correlation', aspect: 'evidence', status: 'warn', component: 'alert', facts: [mention] });
  const disk = finding('disk', {
    status: 'ok',
    service: 'orders-db',
    component: 'database',
    target: 'db-1:5432',
    facts: [state('disk_full', '40 % of the disk is used', false)],
  });
  const [believed] = rank([http, alert]);
  const [refuted] = rank([http, alert, disk]).filter(({ cause }) => cause === 'disk_full');
  expect(refuted?.against).toEqual([{ finding: 'disk', text: '40 % of the disk is used' }]);
  expect(refuted?.confidence).toBeLessThan(believed?.confidence ?? 0);
});

it('names a change before the trouble, not one after it, and not before a cause that was seen', () => {
  const change = (at: string): Finding =>
    finding('deployments', {
      kind: 'correlation',
      status: 'warn',
      aspect: 'change',
      facts: [{ kind: 'change', service: 'shop', at, by: 'ana', link: null, text: 'v2 was deployed 10 min before' }],
    });
  expect(rank([http, change('2026-03-01T02:50:00.000Z')])[0]).toMatchObject({ cause: 'bad_deploy', service: 'shop', basis: 'change' });
  expect(rank([http, change('2026-03-01T03:10:00.000Z')])[0]).toMatchObject({ basis: 'symptom' });
  expect(rank([http, full, change('2026-03-01T02:50:00.000Z')])[0]).toMatchObject({ cause: 'connections_exhausted' });
});

it('takes a change of what fails for likelier than a change of what it needs and works', () => {
  const changes = ['orders-db', 'shop'].map(
    (service): Fact => ({ kind: 'change', service, at: '2026-03-01T02:50:00.000Z', by: null, link: null, text: service }),
  );
  const deployed = finding('deployments', { kind: 'correlation', status: 'warn', aspect: 'change', facts: changes });
  const works = { ...full, status: 'ok' as const, facts: [], summary: 'it answers' };
  expect(rank([http, works, deployed])).toMatchObject([
    { service: 'shop', cause: 'bad_deploy', against: [] },
    { service: 'orders-db', cause: 'bad_deploy', against: [{ finding: 'connections', text: 'it answers' }] },
  ]);
});

it('names nothing that was only told of, or changed, while nothing fails', () => {
  const mention: Fact = { kind: 'mention', cause: 'connections_exhausted', component: 'database', service: null, text: 'too many clients' };
  const alert = finding('alert', { kind: 'correlation', aspect: 'evidence', status: 'warn', component: 'alert', facts: [mention] });
  const change: Fact = { kind: 'change', service: 'shop', at: '2026-03-01T02:50:00.000Z', by: null, link: null, text: 'v2 was deployed' };
  const deployed = finding('deployments', { kind: 'correlation', status: 'warn', aspect: 'change', facts: [change] });
  const healthy = { ...http, status: 'ok' as const };
  expect(rank([healthy, alert, deployed])).toEqual([]);
  expect(rank([http, alert]).map(({ basis }) => basis)).toContain('told');
  // A change of one service says nothing about another.
  const search = { ...http, service: 'search', key: 'search' };
  expect(rank([search, deployed]).map(({ basis }) => basis)).toEqual(['symptom']);
  // A log that is as usual may hold an old error.
  expect(rank([http, { ...alert, status: 'ok' }]).map(({ basis }) => basis)).toEqual(['symptom']);
});

it('does not take a certificate that will expire for the cause while something fails', () => {
  const soon = finding('tls', { status: 'warn', service: 'shop', facts: [state('certificate_expiring', 'it expires in 12 days')] });
  expect(rank([http, soon]).map(({ cause }) => cause)).toEqual(['errors_returned']);
  expect(rank([soon]).map(({ cause }) => cause)).toEqual(['certificate_expiring']);
});

it('does not take a warning for the reason of what is broken beside it, and is less sure of it', () => {
  const database = { service: 'orders-db', component: 'database', target: 'db-1:5432' };
  const readOnly = finding('writes', { ...database, facts: [state('read_only', 'read_only is on')] });
  const report = finding('activity', { ...database, status: 'warn', facts: [state('slow_query', 'one runs for 70 s')] });
  const [first, second] = rank([report, readOnly]);
  expect([first?.cause, second?.cause]).toEqual(['read_only', 'slow_query']);
  expect(first?.confidence).toBe(rank([readOnly])[0]?.confidence);
  expect(second?.confidence).toBeLessThan(70);
  // It may be why users notice something.
  const slow = finding('latency', { ...database, facts: [state('slow', 'it takes 4 s')] });
  expect(rank([report, slow]).map(({ cause, confidence }) => [cause, confidence >= 70])).toEqual([['slow_query', true]]);
});

it('invents nothing', () => {
  expect(rank([])).toEqual([]);
  expect(rank([finding('a', { status: 'ok' }), finding('b', { status: 'unknown' }), finding('c', { control: true })])).toEqual([]);
});

const anyFinding = fc.record({
  key: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
  status: fc.constantFrom('ok', 'warn', 'fail', 'unknown' as const),
  service: fc.constantFrom(undefined, 'shop', 'orders-db', 'search', 'stranger'),
  target: fc.constantFrom(null, 'db-1:5432', 'https://shop/health'),
  weight: fc.integer({ min: 1, max: 5 }),
  cause: fc.constantFrom(...CAUSE_KINDS),
  holds: fc.boolean(),
});

it('gives the same answer whatever the order of the findings, and rests each on findings that there are', () => {
  fc.assert(
    fc.property(fc.uniqueArray(anyFinding, { selector: ({ key }) => key }), fc.nat(), (given, seed) => {
      const findings = given.map(({ cause, holds, service, ...rest }) =>
        finding(rest.key, { ...rest, ...(service === undefined ? {} : { service }), facts: [state(cause, `${rest.key} is so`, holds)] }),
      );
      const shuffled = [...findings].sort((a, b) => ((a.key.charCodeAt(0) * (seed + 7)) % 13) - ((b.key.charCodeAt(0) * (seed + 7)) % 13));
      const ranked = rank(findings);
      expect(rank(shuffled)).toEqual(ranked);
      const keys = new Set(findings.map(({ key }) => key));
      for (const { confidence, for: reasons, against } of ranked) {
        expect(confidence).toBeGreaterThanOrEqual(5);
        expect(confidence).toBeLessThanOrEqual(95);
        expect(reasons.length).toBeGreaterThan(0);
        for (const support of [...reasons, ...against]) expect(keys).toContain(support.finding);
      }
    }),
  );
});
