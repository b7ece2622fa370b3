import { hypothesisSentence } from '../../../../../src/incident/investigation/causes/hypothesis-sentence';
import { rankHypotheses } from '../../../../../src/incident/investigation/causes/rank-hypotheses';
import type { Finding } from '../../../../../src/incident/model/finding';
import type { CauseKind } from '../../../../../src/incident/model/investigation/cause-kind';
import type { Fact } from '../../../../../src/incident/model/investigation/fact';
import type { ServiceScope } from '../../../../../src/incident/model/investigation/service';
import { sampleFinding, sampleProbe } from '../../../../support/sample-incident';

const finding = (title: string, changes: Partial<Finding>): Finding => ({
  ...sampleFinding(sampleProbe({ key: title, title })),
  kind: 'health',
  status: 'warn',
  target: null,
  ...changes,
});
const state = (cause: CauseKind): Fact => ({ kind: 'state', cause, holds: true, service: null, text: 'it is so' });
const toldOf = (scope: ServiceScope, findings: readonly Finding[]) =>
  hypothesisSentence(rankHypotheses(findings, { scope, startedAt: '2026-03-01T03:00:00.000Z', signal: null }), findings, scope);
const told = (...findings: readonly Finding[]) => toldOf([], findings);

const full = finding('Disk', { status: 'fail', component: 'database', facts: [state('disk_full')] });

it('names what is odd, but not the cause', () => {
  const expiring = finding('TLS certificate', { component: 'tls', facts: [state('certificate_expiring')] });
  const change: Fact = { kind: 'change', service: 'search', at: '2026-03-01T02:50:00.000Z', by: null, link: null, text: 'v2' };
  const deployed = finding('Deployments', { kind: 'correlation', component: 'deployment', facts: [change] });
  expect(told(full, expiring, deployed)).toBe(
    'The database has a full disk: it is so. Also unusual, but not taken as the cause: TLS certificate, Deployments.',
  );
});

it('does not call odd what a hypothesis rests on, or what is as it should be', () => {
  const slow = finding('Queries', { component: 'database', facts: [state('slow_query')] });
  const fine = finding('HTTP health', { status: 'ok', component: 'api' });
  expect(told(full, slow, fine)).toBe('The database has a full disk: it is so.');
});

describe('dependencies', () => {
  const NAMES = ['Orders database', 'Redis', 'Payments', 'Search', 'Mail', 'Stock', 'Prices'];
  const service = (title: string, relation: 'affected' | 'dependency') =>
    ({ name: title, title, owner: null, runbook: null, dependsOn: [], relation, distance: relation === 'affected' ? 0 : 1 }) as const;
  const shop = (names: readonly string[]) => [service('Shop', 'affected'), ...names.map((name) => service(name, 'dependency'))];
  const look = (name: string, status: Finding['status'], service = name) => finding(`TCP ${name}`, { status, service });
  const said = (scope: ServiceScope, ...findings: readonly Finding[]) =>
    toldOf(scope, findings)
      ?.split(/(?<=\.) /)
      .at(-1);
  const first = (count: number, status: Finding['status'] = 'fail') =>
    NAMES.map((name, index) => look(name, index < count ? status : 'ok'));

  it('are counted in one sentence, with the names of those that fail', () => {
    expect(said(shop(NAMES), ...first(3))).toBe('3 of 7 dependencies of Shop fail: Orders database, Redis, Payments; the others answer.');
    expect(said(shop(NAMES), ...first(6))).toBe(
      '6 of 7 dependencies of Shop fail: Orders database, Redis, Payments, Search, Mail and 1 more; the other answers.',
    );
    expect(said(shop(NAMES.slice(0, 2)), ...first(2))).toBe('2 of 2 dependencies of Shop fail: Orders database, Redis.');
  });

  it('that nobody could see are not said to answer', () => {
    const findings = [look('Redis', 'fail'), look('Payments', 'unknown'), look('Search', 'ok'), look('Mail', 'warn')];
    expect(said(shop(NAMES), ...findings)).toBe('1 of 7 dependencies of Shop fails: Redis; 2 answer; 4 could not be checked.');
    expect(said(shop(NAMES.slice(1, 3)), ...findings)).toBe('1 of 2 dependencies of Shop fails: Redis; 1 could not be checked.');
  });

  it('are not counted if a single one is known, or none fails', () => {
    const broken = finding('HTTP health', { status: 'fail', summary: 'HTTP 503', service: 'Shop' });
    expect(toldOf(shop(['Redis']), [look('Redis', 'fail')])).not.toContain('dependencies');
    expect(toldOf(shop(NAMES), [broken, ...first(0)])).toBe('HTTP health fails: HTTP 503.');
    expect(toldOf(shop(NAMES), first(3, 'warn'))).toBeNull();
  });
});
