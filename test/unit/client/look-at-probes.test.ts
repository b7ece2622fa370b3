import { lookAtProbes } from '../../../src/client/look-at-probes';
import type { Runbook } from '../../../src/incident/model/runbook';
import { runbookSchema } from '../../../src/runbooks/runbook-schema';

const COMMON = { title: 'Check', aspect: 'network', kind: 'health', component: 'api', weight: 2 };
const runbooks = (...probes: readonly object[]): readonly Runbook[] => [
  runbookSchema('').parse({ id: 'own', title: 'Own', probes: probes.map((probe, index) => ({ ...COMMON, id: `p${index}`, ...probe })) }),
];
const CONTAINERS = { toolsImage: 'tools:1', allowedNetworks: ['bridge'] };
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
  await expect(lookAtProbes(all, CONTAINERS, engine)).rejects.toThrow(
    [
      'p5: network prod-net is not one of probeNetworks (bridge)',
      'p1: the tools image has no plugin check_htp; did you mean check_http?',
      'p2: the tools image has no plugin check_oracle; it has check_http, check_tcp',
    ].join('\n'),
  );
});

it('asks the engine only about plugins, and only if there is a tools image', async () => {
  const script = { script: 'true' };
  expect(await lookAtProbes(runbooks(script), CONTAINERS, noEngine)).toBe('1 run in containers');
  const plugin = { plugin: ['check_tcp', '-H', 'x'] };
  expect(await lookAtProbes(runbooks(script, plugin), { ...CONTAINERS, toolsImage: null }, noEngine)).toContain('2 run in containers');
  expect(await lookAtProbes(runbooks(script, plugin), CONTAINERS, engine)).toBe(
    '2 run in containers, 1 of them as plugins of the tools image',
  );
});
