import fc from 'fast-check';
import { MAX_PROBES } from '../../../../src/incident/investigation/limit-probes';
import { REACH_ALL } from '../../../../src/incident/investigation/probe-reach';
import { NO_SOURCES, type Surroundings, selectProbes, unknownRunbooks } from '../../../../src/incident/investigation/select-probes';
import type { Incident } from '../../../../src/incident/model/incident';
import type { SourceQuery } from '../../../../src/incident/model/investigation/source-query';
import type { ContainerProbe, ProbeDefinition, Runbook, SourceProbe } from '../../../../src/incident/model/runbook';
import { sampleIncident } from '../../../support/sample-incident';
import { sampleService } from '../../../support/sample-service';

const probe = (id: string, changes: Partial<ContainerProbe> = {}): ContainerProbe => ({
  runs: 'container',
  id,
  title: id,
  aspect: 'network',
  kind: 'health',
  component: 'network',
  weight: 3,
  control: false,
  targets: 'hostport',
  image: null,
  nameServers: false,
  network: 'default',
  env: {},
  command: ['true'],
  secrets: [],
  stdin: 'none',
  timeoutMs: 10_000,
  resources: { memoryBytes: 32_000_000, cpus: 0.5, pids: 32 },
  result: { from: 'json' },
  recommend: {},
  causes: { rulesOut: [] },
  ...changes,
});
const runbook = (id: string, probes: readonly ProbeDefinition[], when: Runbook['when'] = []): Runbook => ({ id, title: id, when, probes });
const select = (runbooks: readonly Runbook[], incident: Partial<Incident> = {}, around?: Surroundings) =>
  selectProbes(sampleIncident(incident), { runbooks, problem: null }, REACH_ALL, around);
const keys = (...args: Parameters<typeof select>) => select(...args).probes.map(({ key }) => key);

it('runs each probe once for each target that fits it', () => {
  const targets = ['https://shop.example.com/health', 'db-1:5432', 'https://shop.example.com/health#top'];
  const book = runbook('all', [
    probe('tcp'),
    probe('http', { targets: 'url' }),
    probe('dns', { targets: 'name' }),
    probe('host', { targets: 'none', network: null }),
  ]);
  expect(keys([book], { targets })).toEqual([
    'tcp:shop-example-com-443',
    'tcp:db-1-5432',
    'http:https-shop-example-com-health',
    'dns:shop-example-com',
    'dns:db-1',
    'host',
  ]);
  expect(select([book], { targets }).probes.at(-1)).toMatchObject({ target: null, network: false, runbook: 'all', probe: 'host' });
});

it('looks only at the ports that a probe is for', () => {
  const targets = ['db-1:5432', 'web-1:80'];
  expect(keys([runbook('a', [probe('pg', { onlyPorts: [5432] }), probe('rest', { exceptPorts: [5432] })])], { targets })).toEqual([
    'pg:db-1-5432',
    'rest:web-1-80',
  ]);
});

describe('conditions', () => {
  const book = (when: Runbook['when']) => [runbook('a', [probe('p')], when)];

  it.each<[string, Runbook['when'], number]>([
    ['none', [], 1],
    ['the severity', [{ severity: ['critical', 'high'] }], 1],
    ['another severity', [{ severity: ['low'] }], 0],
    ['a label', [{ labels: { service: 'db' } }], 1],
    ['any value of a label', [{ labels: { service: '*' } }], 1],
    ['another value', [{ labels: { service: 'web' } }], 0],
    ['a label that is missing', [{ labels: { toString: '*' } }], 0],
    ['a label and another severity', [{ labels: { service: 'db' }, severity: ['low'] }], 0],
    ['one of two', [{ severity: ['low'] }, { labels: { service: 'db' } }], 1],
    ['a kind of target', [{ requires: ['hostport'] }], 1],
    ['another kind of target', [{ requires: ['https'] }], 0],
  ])('%s', (_, when, count) => {
    const selection = select(book(when));
    expect(selection.probes).toHaveLength(count);
    expect(selection.runbooks).toEqual(count === 0 ? [] : ['a']);
    if (count === 0) expect(selection.leftOut).toEqual([expect.stringMatching(/^runbook a: /)]);
  });

  it('hold for one of several values that the alerts of a group have', () => {
    expect(keys(book([{ labels: { service: 'db' } }]), { labels: { service: 'web, db' } })).toEqual(['p:db-1-example-com-5432']);
  });

  it('do not matter for runbooks that were asked for by name', () => {
    const books = [runbook('a', [probe('p')], [{ severity: ['low'] }]), runbook('b', [probe('q')])];
    const selection = select(books, { runbooks: ['a', 'c'] });
    expect(selection.runbooks).toEqual(['a']);
    expect(selection.leftOut).toEqual(['runbook c: no such runbook']);
    expect(unknownRunbooks(['a', 'c'], books)).toEqual(['c']);
  });
});

it('says what it left out', () => {
  expect(select([runbook('a', [probe('p', { targets: 'https' })])]).leftOut).toEqual(['p (p): no target is an https URL']);
  expect(select([], { targets: [] }).leftOut).toEqual(['probes that need a target: no target is known']);
  expect(select([], { targets: ['db-1:5432', 'db-2:5432'], hasMoreTargets: true }).leftOut).toEqual([
    'targets beyond the first 2: an investigation takes no more from one alert',
  ]);
  expect(select([], { targets: ['no target!'] }).leftOut).toEqual(['target no target!: not a URL, a host or HOST:PORT']);
});

it('leaves out what probes must not reach, and says why', () => {
  const targets = ['localhost:9100', 'db-1:5432', '0xA9FEA9FE:80', 'http://metadata.goog/x'];
  const selection = select([runbook('a', [probe('p')])], { targets });
  expect(selection.probes.map(({ target }) => target)).toEqual(['db-1:5432']);
  expect(selection.leftOut).toEqual([
    expect.stringMatching(/^target localhost:9100: localhost is a loopback address/),
    expect.stringMatching(/^target 0xA9FEA9FE:80: 169\.254\.169\.254 is a link-local address/),
    expect.stringMatching(/^target http:\/\/metadata.goog\/x: metadata.goog is a cloud metadata service/),
  ]);
});

it('narrows the targets as configured', () => {
  const targets = ['10.0.0.5:5432', '10.9.0.5:5432'];
  const books = { runbooks: [runbook('a', [probe('p')])], problem: null };
  const selection = selectProbes(sampleIncident({ targets }), books, { allow: ['10.0.0.0/8'], deny: ['10.9.0.0/16'] });
  expect(selection.probes.map(({ target }) => target)).toEqual(['10.0.0.5:5432']);
  expect(selection.leftOut).toEqual(['target 10.9.0.5:5432: 10.9.0.5 is denied by probes.deny']);
});

it('says that the newest runbooks cannot be used', () => {
  const selection = selectProbes(
    sampleIncident(),
    { runbooks: [], problem: '1 problem in the runbooks:\n  new.yaml: id: is missing' },
    REACH_ALL,
  );
  expect(selection.leftOut).toEqual([
    'the newest runbooks, which cannot be used (the previous ones were used instead): 1 problem in the runbooks: new.yaml: id: is missing',
  ]);
});

it('keeps the weightiest when there are too many, controls above all', () => {
  const targets = Array.from({ length: 10 }, (_, index) => `db-${index}:5432`);
  const book = runbook('a', [
    probe('slight', { weight: 1 }),
    probe('heavy', { weight: 5 }),
    probe('middle', { weight: 3 }),
    probe('control', { control: true, targets: 'none', weight: 1 }),
  ]);
  const selection = select([book], { targets });
  expect(selection.probes).toHaveLength(MAX_PROBES);
  const count = (id: string) => selection.probes.filter((one) => one.probe === id).length;
  expect([count('control'), count('heavy'), count('middle'), count('slight')]).toEqual([1, 10, 10, 3]);
  expect(selection.leftOut).toEqual([expect.stringMatching(/^7 probes beyond the limit of 24: slight:db-3-5432, /)]);
});

describe('keys', () => {
  it('stay apart when two targets look alike, and no number meets another target’s own name', () => {
    const targets = ['http://a.example.com/x', 'http://a.example.com/x/_', 'http://a.example.com/x_', 'http://a.example.com/x/2'];
    expect(keys([runbook('r', [probe('p', { targets: 'url' })])], { targets })).toEqual([
      'p:http-a-example-com-x',
      'p:http-a-example-com-x-3',
      'p:http-a-example-com-x-4',
      'p:http-a-example-com-x-2',
    ]);
  });

  it('are unique whatever the targets, and the same each time', () => {
    const part = fc.stringMatching(/^[a-c_/0-9-]{0,6}$/);
    fc.assert(
      fc.property(fc.array(part, { maxLength: 10 }), (paths) => {
        const targets = paths.map((path) => `http://a.example.com/${path}`);
        const books = [runbook('r', [probe('p', { targets: 'url' }), probe('q', { targets: 'url' })])];
        const found = keys(books, { targets });
        expect(new Set(found).size).toBe(found.length);
        expect(keys(books, { targets })).toEqual(found);
      }),
    );
  });
});

it('says once that probes lack the tools image, and runs them if there is one', () => {
  const book = runbook('checks', [
    probe('http', { targets: 'none', image: 'tools' }),
    probe('dns', { targets: 'none', image: 'tools' }),
    probe('own', { targets: 'none' }),
  ]);
  const without = select([book], { targets: ['db-1:5432'] });
  expect(without.probes.map(({ key }) => key)).toEqual(['own']);
  expect(without.leftOut).toEqual([
    'probes that need the tools image: it is not configured (build it with deploy/probe-image/build.sh, then set toolsImage)',
  ]);
  const around: Surroundings = { services: { services: [], problem: null }, sources: NO_SOURCES, hasToolsImage: true, secretNames: [] };
  expect(keys([book], {}, around)).toEqual(['http', 'dns', 'own']);
});

describe('services', () => {
  const cart = sampleService('cart', { labels: {}, kubernetes: { source: null, namespace: 'shop', selector: null } });
  const db = sampleService('Cart DB', {
    labels: { service: ['db'] },
    dependsOn: ['cart'],
    metrics: [{ name: 'up', signal: 'errors', source: null, query: 'up', unit: null }],
  });
  const around: Surroundings = {
    services: { services: [cart, db, sampleService('other')], problem: null },
    sources: { ...NO_SOURCES, prometheus: ['main'], kubernetes: ['prod'] },
    hasToolsImage: false,
    secretNames: [],
  };
  const asking = (id: string, query: SourceQuery, changes: Partial<SourceProbe> = {}): SourceProbe => {
    const { runs: _runs, control, image, nameServers, network, env, command, stdin, resources, result, causes, ...common } = probe(id);
    return { ...common, runs: 'source', targets: 'service', query, outcomes: [], ...changes };
  };
  const PODS = { from: 'kubernetes', source: null, check: 'pods', namespace: null, selector: null } as const;
  const METRICS = { from: 'metrics', historyMs: 1, stepMs: 1 } as const;
  const PROMQL = { from: 'prometheus', source: null, read: 'instant', signal: 'errors', unit: null, historyMs: 1, stepMs: 1 } as const;

  it('are looked at one by one or together, nearest first, as far as the services file says enough of them', () => {
    const book = runbook('services', [
      asking('pods', PODS),
      asking('metrics', METRICS, { targets: 'services' }),
      asking('up', { ...PROMQL, query: 'up{job="{{service.name}}"}' }),
      asking('labelled', { ...PROMQL, query: 'up{job="{{service.labels.job}}"}' }),
      probe('script', { targets: 'service', network: null }),
    ]);
    const selection = select([book], {}, around);
    expect(selection.probes.map(({ key, service, services, target, network }) => [key, service ?? services, target, network])).toEqual([
      ['pods:cart', 'cart', null, false],
      ['metrics', ['Cart DB'], null, false],
      ['up:cart-db', 'Cart DB', null, false],
      ['up:cart', 'cart', null, false],
      ['script:cart-db', 'Cart DB', null, false],
      ['script:cart', 'cart', null, false],
    ]);
    expect(selection.scope?.map(({ name }) => name)).toEqual(['Cart DB', 'cart']);
    expect(selection.leftOut).toEqual([
      'pods (pods): the services file lacks the key kubernetes of Cart DB',
      'metrics (metrics): the services file lacks the key metrics of cart',
      'labelled (labelled): the services file lacks the key labels.job of Cart DB, cart',
    ]);
  });

  it('are required as a target is', () => {
    const book = runbook('services', [probe('p')], [{ requires: ['service'] }]);
    expect(select([book], {}, around).runbooks).toEqual(['services']);
    expect(select([book]).leftOut).toEqual(['runbook services: no service of the services file matches']);
  });

  it('that nobody knows leave out every probe of services, in one sentence', () => {
    const book = runbook('services', [asking('pods', PODS), asking('metrics', METRICS, { targets: 'services' })]);
    const selection = select([book], { labels: {} }, around);
    expect(selection.probes).toEqual([]);
    expect(selection.leftOut).toEqual(['probes that need a service: no service of the services file matches']);
    expect(selection).not.toHaveProperty('scope');
  });

  it('are not asked about where no source is configured', () => {
    const book = runbook('services', [
      asking('logs', { from: 'logs', source: null, query: 'x', windowMs: 1 }),
      asking('more', { from: 'logs', source: 'loki', query: 'x', windowMs: 1 }),
      asking('eu', { ...PROMQL, source: 'eu', query: 'up' }, { targets: 'none' }),
      asking('named', { ...PROMQL, source: 'main', query: 'up' }, { targets: 'none' }),
    ]);
    const selection = select([book], {}, around);
    expect(selection.probes.map(({ key }) => key)).toEqual(['named']);
    expect(selection.leftOut).toEqual([
      'probes that ask loki or elasticsearch: no such source is configured under dataSources',
      'eu (eu): dataSources has no prometheus source named eu',
    ]);
  });

  it('that are near come first when there are too many questions, and questions take no container’s place', () => {
    const services = Array.from({ length: 30 }, (_, index) =>
      sampleService(`s${index}`, { labels: index === 0 ? { service: ['db'] } : {}, dependsOn: [`s${index + 1}`] }),
    );
    const many: Surroundings = { ...around, services: { services, problem: null } };
    const targets = Array.from({ length: MAX_PROBES }, (_, index) => `db-${index}:5432`);
    const book = runbook('a', [
      probe('tcp'),
      asking('up', { ...PROMQL, query: 'up' }),
      asking('top', { ...PROMQL, query: 'up' }, { weight: 5 }),
    ]);
    const selection = select([book], { targets }, many);
    const count = (id: string) => selection.probes.filter((one) => one.probe === id).length;
    expect([count('tcp'), count('up'), count('top')]).toEqual([MAX_PROBES, 0, MAX_PROBES]);
    expect(selection.probes.at(-1)).toMatchObject({ service: `s${MAX_PROBES - 1}` });
    expect(selection.leftOut).toEqual([expect.stringMatching(/^36 probes of data sources beyond the limit of 24: top:s24, /)]);
  });
});
