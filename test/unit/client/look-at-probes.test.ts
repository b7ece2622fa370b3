import { lookAtProbes } from '../../../src/client/look-at-probes';
import type { Runbook } from '../../../src/incident/model/runbook';
import { runbookSchema } from '../../../src/runbooks/runbook-schema';

const COMMON = { title: 'Check', aspect: 'network', kind: 'health', component: 'api', weight: 2 };
const runbooks = (...probes: readonly object[]): readonly Runbook[] => [
  runbookSchema('').parse({ id: 'own', title: 'Own', probes: probes.map((probe, index) => ({ ...COMMON, id: `p${index}`, ...probe })) }),
];
const NONE = { prometheus: [], kubernetes: [], loki: [], elasticsearch: [], httpJson: [], deployments: [] };
const CONTAINERS = { toolsImage: 'tools:1', allowedNetworks: ['bridge'], secrets: {} };
const CONFIG = { dataSourceNames: NONE, containers: CONTAINERS };
const WITHOUT_TOOLS = { ...CONFIG, containers: { ...CONTAINERS, toolsImage: null } };
const engine = async () => ({
  run: async () => ({
    exitCode: 0,
    stdout: 'curl\ncheck_http\ncheck_tcp\n\n',
    stderr: '',
    truncated: false,
    outOfMemory: false,
    timedOut: false,
    durationMs: 1,
  }),
});
const noEngine = () => Promise.reject(new Error('the engine must not be asked'));

it('names a network that the configuration does not allow, and a plugin that the image lacks', async () => {
  const all = runbooks(
    { plugin: ['check_http', '-H', 'x'] },
    { plugin: ['check_htp', '-H', 'x'] },
    { plugin: ['check_oracle'] },
    { plugin: ['/opt/check_own'] },
    { plugin: ['check_of_its_own_image'], image: 'mine:1' },
    { script: 'true', network: 'prod-net' },
    { script: 'true', network: 'bridge' },
  );
  await expect(lookAtProbes(all, CONFIG, engine)).rejects.toThrow(
    [
      'p5: network prod-net is not one of probeNetworks (bridge)',
      'p1: the tools image has no plugin check_htp; did you mean check_http?',
      'p2: the tools image has no plugin check_oracle; it has check_http, check_tcp',
    ].join('\n'),
  );
});

it('asks the engine only about plugins, and only if there is a tools image', async () => {
  const script = { script: 'true' };
  expect(await lookAtProbes(runbooks(script), CONFIG, noEngine)).toBe('1 run in containers');
  const plugin = { plugin: ['check_tcp', '-H', 'x'] };
  expect(await lookAtProbes(runbooks(script, plugin), WITHOUT_TOOLS, noEngine)).toContain('2 run in containers');
  expect(await lookAtProbes(runbooks(script, plugin), CONFIG, engine)).toBe('2 run in containers, 1 of them as plugins of the tools image');
});

it('names a secret that the configuration does not allow', async () => {
  const all = runbooks({ script: 'true', secrets: ['DB_PASSWORD', 'API_TOKEN'] });
  await expect(lookAtProbes(all, CONFIG, noEngine)).rejects.toThrow(
    'p0: secret DB_PASSWORD is not one of probeSecrets (none is configured)\np0: secret API_TOKEN is not one of probeSecrets',
  );
  const some = { ...CONFIG, containers: { ...CONTAINERS, secrets: { API_TOKEN: () => null } } };
  await expect(lookAtProbes(all, some, noEngine)).rejects.toThrow(
    /^p0: secret DB_PASSWORD is not one of probeSecrets \(API_TOKEN\)\n1 run/,
  );
});

it('counts probes that have no data source to ask, and names those that name one which is not there', async () => {
  const outcomes = [{ status: 'ok', message: 'fine' }];
  const ask = (source: string | null) => ({ prometheus: { query: 'up', source }, outcomes });
  const logs = { logs: { query: 'error' }, outcomes };
  const all = runbooks(ask(null), ask('eu'), logs);
  expect(await lookAtProbes(all, CONFIG, noEngine)).toBe(
    '0 run in containers\n3 ask data sources; 3 of them never run, because no such source is configured under dataSources (prometheus: 2, loki or elasticsearch: 1)',
  );
  const some = { ...CONFIG, dataSourceNames: { ...NONE, prometheus: ['us'] } };
  await expect(lookAtProbes(all, some, noEngine)).rejects.toThrow(/^Check \(p1\): dataSources has no prometheus source named eu\n/);
  const full = { ...CONFIG, dataSourceNames: { ...NONE, prometheus: ['eu'], loki: ['logs'] } };
  expect(await lookAtProbes(all, full, noEngine)).toBe('0 run in containers\n3 ask data sources');
});
