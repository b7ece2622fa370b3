import { createHash } from 'node:crypto';
import type { EvidenceStore } from '../../../src/activities/evidence-store';
import { createRunProbe } from '../../../src/activities/run-probe';
import { StorageError } from '../../../src/activities/storage-error';
import { EngineError } from '../../../src/containers/errors';
import type { LookUp } from '../../../src/containers/look-up-name';
import type { ContainerEngine, ContainerExit, ContainerRun } from '../../../src/containers/port';
import { type ProbeReach, REACH_ALL } from '../../../src/incident/investigation/probe-reach';
import type { Incident } from '../../../src/incident/model/incident';
import type { ContainerProbe, Runbook } from '../../../src/incident/model/runbook';
import { createDataSources, NO_READERS } from '../../../src/investigation-sources/data-sources';
import { sampleIncident, sampleProbe } from '../../support/sample-incident';

const EXIT: ContainerExit = { exitCode: 0, stdout: '', stderr: '', truncated: false, outOfMemory: false, timedOut: false, durationMs: 120 };
const DEFINITION: ContainerProbe = {
  runs: 'container',
  id: 'tcp-connect',
  title: 'TCP connect',
  aspect: 'network',
  kind: 'health',
  component: 'database',
  weight: 3,
  control: false,
  targets: 'hostport',
  image: null,
  nameServers: false,
  network: 'default',
  env: { TARGET: '{{target}}' },
  command: ['sh', '-c', 'true'],
  secrets: [],
  stdin: 'none',
  timeoutMs: 10_000,
  resources: { memoryBytes: 32 << 20, cpus: 0.5, pids: 32 },
  result: { exit: { 0: 'ok', 2: 'fail' } },
  recommend: { fail: ['Is it running?'] },
  causes: { rulesOut: [] },
};

const FOUND: LookUp = { outcome: 'found', addresses: ['10.0.0.5'], tookMs: 3 };

function probing(
  answers: (ContainerExit | Error)[],
  definition: Partial<ContainerProbe> = {},
  world: {
    lookUp?: LookUp;
    reach?: ProbeReach;
    toolsImage?: string;
    secrets?: Record<string, () => string | null>;
    keep?: EvidenceStore['keep'];
  } = {},
) {
  const looked: string[] = [];
  const runs: ContainerRun[] = [];
  const ensured: string[] = [];
  const engine: ContainerEngine = {
    info: async () => ({ version: '1', cpus: 2, unlimited: [] }),
    reap: async () => 0,
    gateways: async () => ['172.17.0.1'],
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
    runbooks: async () => ({ runbooks, problem: null }),
    services: async () => ({ services: [], problem: null }),
    sources: createDataSources(NO_READERS),
    reach: world.reach ?? REACH_ALL,
    lookUp: async (name) => {
      looked.push(name);
      return world.lookUp ?? FOUND;
    },
    image: 'probe@sha256:1',
    toolsImage: world.toolsImage ?? null,
    secrets: world.secrets ?? {},
    ...(world.keep === undefined ? {} : { evidence: { keep: world.keep } }),
    network: 'probes',
    now: () => new Date('2026-01-01T10:00:01.000Z'),
  });
  return {
    runs,
    ensured,
    looked,
    runWith: (incident: Incident, changes: Parameters<typeof sampleProbe>[0] = {}) =>
      run({ incident, probe: sampleProbe(changes), attempt: 1, run: 'r1-1' }),
    run: (changes = {}, attempt = 1, name = 'r1-1') => run({ incident: sampleIncident(), probe: sampleProbe(changes), attempt, run: name }),
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

describe('a probe that a signal ended', () => {
  const killed = { ...EXIT, exitCode: 143 };

  it('is run once more, since an engine that restarts kills its containers, and then is unknown', async () => {
    const { run } = probing([killed, killed]);
    await expect(run({}, 1)).rejects.toMatchObject({ code: 'probe_killed', retryable: true });
    expect(await run({}, 2)).toMatchObject({ status: 'unknown', summary: 'unknown: the probe was killed (exit code 143)' });
  });

  it.each([{ outOfMemory: true }, { timedOut: true }])('is unknown at once if the reason is known: %j', async (reason) => {
    expect(await probing([{ ...killed, ...reason }]).run()).toMatchObject({ status: 'unknown' });
  });
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
  await run({ target: 'db-1:5432' });
  expect(runs[0]).toMatchObject({
    image: 'probe@sha256:1',
    network: 'probes',
    command: ['sh', '-c', 'true'],
    env: { TARGET: 'db-1:5432' },
  });
});

describe('the tools image', () => {
  const plugin: Partial<ContainerProbe> = {
    image: 'tools',
    command: ['check_tcp', '-H', '{{target.host}}', '-p', '{{target.port}}', '-e', '{{incident.title}}'],
    result: { from: 'plugin' },
  };

  it('is what a plugin runs in, with its arguments filled in', async () => {
    const { run, runs } = probing([{ ...EXIT, exitCode: 1, stdout: 'TCP WARNING - 2 s|time=2s;1;5\n' }], plugin, { toolsImage: 'tools:1' });
    expect(await run({ target: 'db-1:5432' })).toMatchObject({
      status: 'warn',
      summary: 'TCP WARNING - 2 s',
      evidence: ['time: 2 s, beyond warning 1 (critical 5)'],
    });
    expect(runs[0]).toMatchObject({
      image: 'tools:1',
      command: ['check_tcp', '-H', 'db-1', '-p', '5432', '-e', sampleIncident().title],
    });
  });

  it('is asked for if there is none, and nothing runs', async () => {
    const { run, runs } = probing([], plugin);
    expect(await run()).toMatchObject({
      status: 'unknown',
      summary: 'unknown: no tools image is configured',
      recommendations: [expect.stringContaining('deploy/probe-image/build.sh')],
    });
    expect(runs).toEqual([]);
  });

  it.each(['--help', 'a\0b', 'a -f /run/secrets/KEY', 'a\t@192.0.2.1'])(
    'never gives a plugin a value such as %j, which it could take for an option',
    async (title) => {
      const { runWith, runs } = probing([], plugin, { toolsImage: 'tools:1' });
      expect((await runWith(sampleIncident({ title }))).summary).toMatch(/could be taken for an option/);
      expect(runs).toEqual([]);
    },
  );

  describe('whose target has a name without an address', () => {
    const ended = (exitCode: number) => ({ ...EXIT, exitCode, stdout: 'Temporary failure in name resolution\n' });
    const named: Partial<ContainerProbe> = { ...plugin, command: ['check_tcp', '-H', '{{target.host}}'] };
    const asked = (definition: Partial<ContainerProbe>, outcome: 'not_found' | 'no_answer', exitCode = 2) =>
      probing([ended(exitCode)], definition, { toolsImage: 'tools:1', lookUp: { outcome } }).run({ target: 'gone.example:80' });

    it('says that the name does not resolve, whatever the plugin says', async () => {
      for (const exitCode of [2, 3]) {
        expect(await asked(named, 'not_found', exitCode)).toMatchObject({
          status: 'fail',
          summary: 'the name gone.example does not resolve',
          evidence: ['Temporary failure in name resolution'],
          facts: [{ cause: 'name_not_found', holds: true }],
        });
      }
      const unsure = await asked(named, 'no_answer');
      expect(unsure).toMatchObject({ status: 'unknown', summary: 'unknown: no name server answers the prober' });
      expect(unsure).not.toHaveProperty('facts');
      const exporter = {
        command: ['sh'],
        env: { BLACKBOX_TARGET: '{{target}}' },
        result: { from: 'blackbox', wouldFollow: false },
      } as const;
      expect((await asked({ ...plugin, ...exporter }, 'not_found')).summary).toBe('the name gone.example does not resolve');
    });

    it('leaves what needs no name, asks name servers itself or is well as it is', async () => {
      const own = { summary: 'Temporary failure in name resolution' };
      expect(await asked({ ...named, command: ['check_load', '-w', '{{target.port}}'] }, 'not_found')).toMatchObject(own);
      expect(await asked({ ...named, nameServers: true }, 'not_found')).toMatchObject(own);
      expect(await asked(named, 'not_found', 0)).toMatchObject({ ...own, status: 'ok' });
    });
  });

  describe('where an alert may lead it by a label', () => {
    const led: Partial<ContainerProbe> = {
      image: 'tools',
      targets: 'none',
      command: ['check_http', '-H', '{{incident.labels.place}}'],
      result: { from: 'plugin' },
    };
    const exporter: Partial<ContainerProbe> = {
      ...led,
      command: ['sh', '-c', 'ask'],
      env: { BLACKBOX_TARGET: 'http://{{incident.labels.place}}' },
      result: { from: 'blackbox', wouldFollow: false },
    };
    const world = { toolsImage: 'tools:1', reach: { allow: [], deny: ['10.0.0.0/8'] } };
    const at = (place: string) => sampleIncident({ labels: { place } });

    it.each(['169.254.169.254', '0xa9fea9fe/latest/meta-data', '[::ffff:a9fe:a9fe]', '10.1.515', 'http://user@10.1.2.3/', '10.1.2.3:80'])(
      '%s is out of reach there, too',
      async (place) => {
        for (const definition of [led, exporter]) {
          const { runWith, runs } = probing([], definition, world);
          expect(await runWith(at(place), { target: null })).toMatchObject({
            status: 'unknown',
            summary: expect.stringMatching(/ is (a link-local|denied)/),
          });
          expect(runs).toEqual([]);
        }
      },
    );

    it('is not where a name resolves to something out of reach', async () => {
      const { runWith, runs } = probing([], exporter, { ...world, lookUp: { outcome: 'found', addresses: ['10.0.0.1'], tookMs: 1 } });
      expect((await runWith(at('inner.example'), { target: null })).summary).toMatch(
        /^unknown: inner\.example, which resolves to 10\.0\.0\.1, is denied/,
      );
      expect(runs).toEqual([]);
    });

    it('is looked up once and pinned, and words that are no names change nothing', async () => {
      const found = { outcome: 'found', addresses: ['192.0.2.7'], tookMs: 1 } as const;
      const { runWith, runs } = probing([], led, { ...world, lookUp: found });
      await runWith(at('shop.example'), { target: null });
      expect(runs[0]).toMatchObject({ hosts: { 'shop.example': ['192.0.2.7'] }, nameServers: true });
      const words = probing([], led, { ...world, lookUp: { outcome: 'not_found' } });
      await words.runWith(at('shop'), { target: null });
      expect(words.runs[0]).toMatchObject({ hosts: {}, nameServers: true });
    });
  });

  it('leaves words that look like templates alone in any other command', async () => {
    const { run, runs } = probing([], { command: ['check', '{{target.host}}'] });
    await run();
    expect(runs[0]?.command).toEqual(['check', '{{target.host}}']);
  });
});

it.each([
  [{}, /the secret DB_PASSWORD is not allowed for probes/],
  [{ DB_PASSWORD: () => null }, /the secret DB_PASSWORD has no value where probes run/],
  [{ DB_PASSWORD: () => 'short' }, /too short to be removed/],
])('runs nothing without the secret that a probe names', async (secrets: Record<string, () => string | null>, summary) => {
  const { run, runs } = probing([], { secrets: ['DB_PASSWORD'] }, { secrets });
  expect(await run()).toMatchObject({ status: 'unknown', summary: expect.stringMatching(summary), recommendations: [expect.any(String)] });
  expect(runs).toEqual([]);
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

describe('the target', () => {
  it.each([
    ['127.0.0.1:5432', '127.0.0.1 is a loopback address'],
    ['2852039166:80', '169.254.169.254 is a link-local address'],
    ['http://[::ffff:a9fe:a9fe]/x', '169.254.169.254 is a link-local address'],
    ['metadata.google.internal:80', 'metadata.google.internal is a cloud metadata service'],
    ['172.17.0.1:2375', "172.17.0.1 is the container engine's host"],
  ])('%s is never looked at, and the finding names address and rule', async (target, words) => {
    const { run, runs } = probing([]);
    expect(await run({ target })).toMatchObject({ status: 'unknown', summary: expect.stringContaining(words), attempt: 1 });
    expect(runs).toEqual([]);
  });

  it.each([
    ['10.0.0.5', '169.254.169.254'],
    ['172.17.0.1', '10.0.0.5'],
    ['64:ff9b::a9fe:a9fe', '10.0.0.5'],
  ])('is refused when its name resolves to %s and %s: all addresses count', async (...addresses) => {
    const { run, runs } = probing([], {}, { lookUp: { outcome: 'found', addresses, tookMs: 1 } });
    expect(await run({ target: 'rebind.example:80' })).toMatchObject({
      status: 'unknown',
      summary: expect.stringMatching(/^unknown: rebind\.example, which resolves to /),
    });
    expect(runs).toEqual([]);
  });

  it('is looked up once, and pinned in the container', async () => {
    const { run, runs, looked } = probing([], {}, { lookUp: { outcome: 'found', addresses: ['10.0.0.5', 'fd00::5'], tookMs: 3 } });
    await run({ target: 'http://Shop.example/x' });
    expect(runs[0]).toMatchObject({
      hosts: { 'shop.example': ['10.0.0.5', 'fd00::5'] },
      nameServers: true,
      env: { PROBE_LOOKUP: 'found', PROBE_ADDRESSES: '10.0.0.5 fd00::5', PROBE_LOOKUP_MS: '3' },
    });
    expect(looked).toEqual(['shop.example']);
  });

  it.each(['not_found', 'no_answer'] as const)(
    'whose name has no address (%s) leaves the container without a name server',
    async (outcome) => {
      const { run, runs } = probing([], {}, { lookUp: { outcome } });
      await run({ target: 'later.example:80' });
      expect(runs[0]).toMatchObject({ hosts: {}, nameServers: false, env: { PROBE_LOOKUP: outcome } });
    },
  );

  it('is judged as the configuration says', async () => {
    const { run, runs } = probing(
      [],
      {},
      { reach: { allow: ['10.0.0.0/8'], deny: [] }, lookUp: { outcome: 'found', addresses: ['8.8.8.8'], tookMs: 1 } },
    );
    expect(await run({ target: 'shop.example:80' })).toMatchObject({
      summary: expect.stringContaining('probes.allow'),
      recommendations: [expect.stringContaining('probes.allow')],
    });
    expect(runs).toEqual([]);
  });

  it('does not matter to a probe without a network', async () => {
    const { run, runs, looked } = probing([], { network: null });
    await run({ target: '127.0.0.1:80' });
    expect([runs.length, looked]).toEqual([1, []]);
  });
});

it('asks a host and port that let one probe wait in vain no more, in this investigation', async () => {
  const { run, runs } = probing([{ ...EXIT, timedOut: true, exitCode: 137 }]);
  expect(await run({ target: 'http://black-hole.example/a' })).toMatchObject({ status: 'unknown', silent: true });
  expect(await run({ target: 'black-hole.example:80' })).toMatchObject({
    status: 'unknown',
    summary: expect.stringContaining('black-hole.example:80 did not answer'),
  });
  expect(runs).toHaveLength(1);
  await run({ target: 'black-hole.example:81' });
  await run({ target: 'http://black-hole.example/a' }, 1, 'r1-2');
  expect(runs).toHaveLength(3);
});

describe('the whole output', () => {
  const stdout = `${'line\n'.repeat(50)}token xoxb-123456789012-abcdefghijkl\n`;

  it('is kept without secrets, apart from the finding, which refers to it', async () => {
    const kept: Parameters<EvidenceStore['keep']>[0][] = [];
    const { run } = probing([{ ...EXIT, stdout, stderr: 'oops' }], {}, { keep: async (one) => void kept.push(one) });
    const { artifact, evidence } = await run({}, 2);
    expect(kept).toEqual([expect.objectContaining({ incidentId: 'PROD-20260101-001', name: 'tcp-connect-db-1-r1-1-2.txt' })]);
    const text = kept[0]?.text ?? '';
    expect(text).toMatch(/^(line\n){50}token \[secret removed\]\n\nstandard error:\noops$/);
    expect(artifact).toEqual({
      name: 'tcp-connect-db-1-r1-1-2.txt',
      sha256: createHash('sha256').update(text).digest('hex'),
      bytes: Buffer.byteLength(text),
    });
    expect(evidence.length).toBeLessThanOrEqual(10);
  });

  it('is not referred to if there is none or it cannot be kept, and the finding stands and says why', async () => {
    const full = new StorageError('no space is left on the disk', '/reports', { hint: 'Free space.' });
    const unkept = await probing([{ ...EXIT, stdout }], {}, { keep: () => Promise.reject(full) }).run();
    expect(unkept).toMatchObject({ status: 'ok', artifactProblem: 'no space is left on the disk' });
    expect(unkept.artifact).toBeUndefined();
    const broken = await probing([{ ...EXIT, stdout }], {}, { keep: () => Promise.reject(new Error('a bug')) }).run();
    expect(broken).toMatchObject({ status: 'ok', artifactProblem: "the worker's log says why" });
    const silent = await probing([EXIT], {}, { keep: async () => undefined }).run();
    expect([silent.status, silent.artifact, silent.artifactProblem]).toEqual(['ok', undefined, undefined]);
  });
});

it('says so when this worker has no such probe', async () => {
  expect(await probing([]).run({ probe: 'gone' })).toMatchObject({ status: 'unknown', summary: expect.stringContaining('network/gone') });
});
