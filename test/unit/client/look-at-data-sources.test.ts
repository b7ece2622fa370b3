import { type Asking, askedWithout, lookAtDataSources } from '../../../src/client/look-at-data-sources';
import type { Service } from '../../../src/incident/model/investigation/service';
import type { SourceQuery } from '../../../src/incident/model/investigation/source-query';
import { SourceError } from '../../../src/investigation-sources/source-error';
import { runbookSchema } from '../../../src/runbooks/runbook-schema';

const NAMES = {
  prometheus: ['main'],
  kubernetes: ['prod'],
  loki: ['loki'],
  elasticsearch: ['es'],
  httpJson: ['status'],
  deployments: ['gh'],
};
const READING = { fields: {}, evidence: [], facts: [], series: [] };
const ALL = ['main', 'prod', 'loki', 'es', 'status', 'gh'];
const NOTHING_KNOWN: Asking = { runbooks: [], services: [], deployments: [] };
const look = (errors: Readonly<Record<string, Error>> = {}, asked: SourceQuery[] = [], asking = NOTHING_KNOWN) =>
  lookAtDataSources(
    NAMES,
    {
      read: async (query) => {
        asked.push(query);
        const error = query.from === 'metrics' ? undefined : errors[query.source ?? ''];
        if (error !== undefined) throw error;
        return READING;
      },
    },
    asking,
  );
const NOT_FOUND = () => failure('source_refused', 404);
const SERVICE: Service = {
  name: 'shop',
  title: 'Shop',
  owner: null,
  dependsOn: [],
  targets: [],
  labels: {},
  metrics: [],
  variables: {},
  runbook: null,
  kubernetes: null,
  logs: null,
  deployments: null,
};
const GITHUB = { name: 'gh', type: 'github', url: 'https://api.github.com', secret: null } as const;
const LIST = {
  name: 'gh',
  type: 'json',
  url: 'https://x/releases',
  secret: null,
  items: '$[*]',
  map: { at: '$.at', text: '$.v', project: '$.p' },
} as const;
const probes = (...given: readonly object[]): Asking['runbooks'] => {
  const common = {
    title: 'P',
    aspect: 'network',
    kind: 'health',
    component: 'api',
    weight: 2,
    outcomes: [{ status: 'ok', message: 'fine' }],
  };
  return [
    runbookSchema('').parse({ id: 'own', title: 'Own', probes: given.map((one, index) => ({ ...common, id: `p${index}`, ...one })) }),
  ];
};
const failure = (code: SourceError['code'], status?: number) =>
  new SourceError(code, `it said ${code}`, '', status === undefined ? {} : { status });

it('asks each source in the language of its kind', async () => {
  const asked: SourceQuery[] = [];
  expect(await look({}, asked)).toBe(ALL.map((name) => `${name}: answers`).join('\n'));
  expect(asked.map((query) => [query.from, query.from === 'metrics' ? null : query.source])).toEqual([
    ['prometheus', 'main'],
    ['kubernetes', 'prod'],
    ['logs', 'loki'],
    ['logs', 'es'],
    ['httpJson', 'status'],
    ['deployments', 'gh'],
  ]);
});

it('takes an answer that there is no such thing for an answer', async () => {
  const errors = { prod: failure('source_refused', 403), gh: failure('source_refused', 404), es: failure('source_query_rejected', 400) };
  expect(await look(errors)).toContain('gh: answers');
});

it.each([
  ['source_unreachable', undefined],
  ['source_timeout', undefined],
  ['source_refused', 401],
  ['source_refused', 500],
  ['source_answer_unreadable', 200],
  ['source_missing', undefined],
] as const)('tells what is wrong beside those that answer: %s %s', async (code, status) => {
  await expect(look({ loki: failure(code, status) })).rejects.toThrow(`prod: answers\nit said ${code}\nes: answers`);
});

it('says what to do as the source itself does', async () => {
  const refused = new SourceError('source_refused', 'Loki loki: HTTP 401', 'Set a valid secret for it on the worker.', { status: 401 });
  await expect(look({ loki: refused })).rejects.toThrow('\nLoki loki: HTTP 401. Set a valid secret for it on the worker.\n');
});

it('asks an HTTP source for what probes fetch, and takes a refusal of that for what it is', async () => {
  const fields = { up: '$.up' };
  const runbooks = probes(
    { httpJson: { path: '/health', fields } },
    { httpJson: { path: '/status', fields, source: 'status' } },
    { httpJson: { path: '/elsewhere', fields, source: 'other' } },
    { httpJson: { path: '/of/{{incident.id}}', fields } },
  );
  const asked: SourceQuery[] = [];
  await expect(look({ status: NOT_FOUND() }, asked, { ...NOTHING_KNOWN, runbooks })).rejects.toThrow('it said source_refused');
  expect(asked.flatMap((query) => (query.from === 'httpJson' ? [query.path] : []))).toEqual(['/health', '/status']);
});

it('asks an HTTP source for its own address if no probe asks it, and cannot tell from that what templates lead to', async () => {
  await expect(look({ status: NOT_FOUND() })).rejects.toThrow('it said source_refused');
  const runbooks = probes({ httpJson: { path: '/of/{{incident.id}}', fields: { up: '$.up' } } });
  expect(await look({ status: NOT_FOUND() }, [], { ...NOTHING_KNOWN, runbooks })).toContain('status: answers');
});

it('asks for the deployments of known projects, and otherwise for one that hardly exists', async () => {
  const asked: SourceQuery[] = [];
  const deployments = [{ ...GITHUB, project: 'org/shop' }];
  await expect(look({ gh: NOT_FOUND() }, asked, { ...NOTHING_KNOWN, deployments })).rejects.toThrow('it said source_refused');
  expect(asked.flatMap((query) => (query.from === 'deployments' ? [query.project] : []))).toEqual(['org/shop']);
  expect(await look({ gh: NOT_FOUND() }, [], { ...NOTHING_KNOWN, deployments: [GITHUB] })).toContain('gh: answers');
});

it.each([NOT_FOUND(), failure('source_query_rejected')])('does not take a list of deployments for there that is not', async (error) => {
  await expect(look({ gh: error }, [], { ...NOTHING_KNOWN, deployments: [LIST] })).rejects.toThrow(error.message);
});

it('looks at the deployments of all projects where it knows none', () => {
  const settings = { prometheus: [], httpJson: [], kubernetes: [], loki: [], elasticsearch: [], deployments: [LIST] };
  const projectIn = (asking: Partial<Asking>) => {
    const [list] = askedWithout(settings, { ...NOTHING_KNOWN, ...asking }).deployments;
    return list?.type === 'json' ? list.map.project : null;
  };
  expect(projectIn({})).toBeUndefined();
  const runbooks = probes({ deployments: { project: 'shop' } });
  expect(projectIn({ runbooks })).toBe('$.p');
});

it('fills in what the services say', async () => {
  const probe = {
    targets: 'service',
    httpJson: { source: '{{service.variables.page}}', path: '/{{service.name}}', fields: { up: '$.up' } },
  };
  const service = (name: string, variables: Readonly<Record<string, string>>) => ({ ...SERVICE, name, variables });
  const asking = { ...NOTHING_KNOWN, runbooks: probes(probe), services: [service('shop', { page: 'status' }), service('db', {})] };
  const asked: SourceQuery[] = [];
  await expect(look({ status: NOT_FOUND() }, asked, asking)).rejects.toThrow('it said source_refused');
  expect(asked.flatMap((query) => (query.from === 'httpJson' ? [query.path] : []))).toEqual(['/shop']);
});
