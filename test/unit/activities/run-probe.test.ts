import { createRunProbe } from '../../../src/activities/run-probe';
import { EngineError } from '../../../src/containers/errors';
import type { ContainerEngine, ContainerExit, ContainerRun } from '../../../src/containers/port';
import type { ProbeDefinition, Runbook } from '../../../src/incident/runbook';
import { sampleIncident, sampleProbe } from '../../support/sample-incident';

const EXIT: ContainerExit = { exitCode: 0, stdout: '', stderr: '', truncated: false, outOfMemory: false, timedOut: false, durationMs: 120 };
const DEFINITION: ProbeDefinition = {
  id: 'tcp-connect',
  title: 'TCP connect',
  aspect: 'network',
  kind: 'health',
  component: 'database',
  weight: 3,
  control: false,
  targets: 'hostport',
  image: null,
  network: 'default',
  env: { TARGET: '{{target}}' },
  command: ['sh', '-c', 'true'],
  stdin: 'none',
  timeoutMs: 10_000,
  resources: { memoryBytes: 32 << 20, cpus: 0.5, pids: 32 },
  result: { exit: { 0: 'ok', 2: 'fail' } },
  recommend: { fail: ['Is it running?'] },
};

function probing(answers: (ContainerExit | Error)[], definition: Partial<ProbeDefinition> = {}) {
  const runs: ContainerRun[] = [];
  const ensured: string[] = [];
  const engine: ContainerEngine = {
    info: async () => ({ version: '1', cpus: 2 }),
    reap: async () => 0,
    ensureImage: async (image) => void ensured.push(image),
    run: async (run) => {
      runs.push(run);
      const answer = answers.shift() ?? EXIT;
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  const runbooks: Runbook[] = [{ id: 'network', title: 'Network', when: [], probes: [{ ...DEFINITION, ...definition }] }];
  const run = createRunProbe({
    engine,
    runbooks,
    image: 'probe@sha256:1',
    network: 'probes',
    now: () => new Date('2026-01-01T10:00:01.000Z'),
  });
  return {
    runs,
    ensured,
    run: (changes = {}, attempt = 1) => run({ incident: sampleIncident(), probe: sampleProbe(changes), attempt, run: 'r1-1' }),
  };
}

it('gives the container a name of this attempt, and names those of earlier ones to be replaced', async () => {
  const { run, runs } = probing([]);
  await run({}, 1);
  await run({}, 3);
  expect(runs[0]?.replaces).toEqual([]);
  expect(runs[1]?.name).toBe('incident-prod-20260101-001-tcp-connect-db-1-r1-1-3');
  expect(runs[1]?.replaces).toEqual([
    'incident-prod-20260101-001-tcp-connect-db-1-r1-1-1',
    'incident-prod-20260101-001-tcp-connect-db-1-r1-1-2',
  ]);
});

it('tells attempts apart under any key, within the engine’s limits', async () => {
  const { run, runs } = probing([]);
  await run({ key: `tcp:${'x/é '.repeat(100)}` }, 2);
  const names = [runs[0]?.name ?? '', ...(runs[0]?.replaces ?? [])];
  expect(new Set(names).size).toBe(2);
  for (const name of names) expect(name).toMatch(/^[a-z0-9][a-z0-9_.-]{1,219}$/);
});

it('puts templates into the environment alone, and uses the worker’s image and network', async () => {
  const { run, runs } = probing([]);
  await run({ target: '$(reboot):5432' });
  expect(runs[0]).toMatchObject({
    image: 'probe@sha256:1',
    network: 'probes',
    command: ['sh', '-c', 'true'],
    env: { TARGET: '$(reboot):5432' },
  });
});

it('believes no nonce but its own run’s', async () => {
  const { run, runs } = probing([]);
  await run();
  await run();
  const nonces = runs.map(({ env }) => env.PROBE_NONCE);
  expect(new Set(nonces).size).toBe(2);
});

it('pulls a missing image once and tries again', async () => {
  const missing = new EngineError('image_missing', 'no such image', { retryable: false });
  const { run, runs, ensured } = probing([missing]);
  expect((await run()).status).toBe('ok');
  expect([runs.length, ensured]).toEqual([2, ['probe@sha256:1']]);
});

it.each([
  ['ok', EXIT],
  ['fail', { ...EXIT, exitCode: 2 }],
  ['unknown', { ...EXIT, exitCode: 3 }],
  ['unknown', { ...EXIT, exitCode: 137 }],
  ['unknown', { ...EXIT, timedOut: true, exitCode: 137 }],
  ['unknown', { ...EXIT, outOfMemory: true }],
  ['unknown', { ...EXIT, exitCode: null }],
  ['unknown', new EngineError('engine_refused', 'no such network', { retryable: false, hint: 'Allow it.' })],
] as const)('%s: %j', async (status, answer) => {
  expect((await probing([answer]).run()).status).toBe(status);
});

it('throws what another attempt may mend, and cancellation', async () => {
  const away = new EngineError('engine_unreachable', 'away', { retryable: true });
  await expect(probing([away]).run()).rejects.toBe(away);
  const cancelled = new EngineError('cancelled', 'cancelled', { retryable: false });
  await expect(probing([cancelled]).run()).rejects.toBe(cancelled);
});

it('does not pretend to reach the worker’s own loopback', async () => {
  const { run, runs } = probing([]);
  expect(await run({ target: '127.0.0.1:5432' })).toMatchObject({ status: 'unknown' });
  expect(runs).toEqual([]);
});

it('says so when this worker has no such probe', async () => {
  expect(await probing([]).run({ probe: 'gone' })).toMatchObject({ status: 'unknown', summary: expect.stringContaining('network/gone') });
});
