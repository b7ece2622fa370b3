import { randomUUID } from 'node:crypto';
import Docker from 'dockerode';
import { createKeptContainers } from '../../../src/containers/kept/kept-containers';
import type { ContainerRun, KeptContainers, KeptEnd, KeptRun } from '../../../src/containers/port';
import { containerOutcome } from '../../../src/incident/actions/steps/container-outcome';
import { startCrashingEngine } from '../../support/crashing-engine';
import { ENGINE_FAULTS, type EngineCall, type EngineFault, startEngineProxy } from '../../support/engine-proxy';
import { describeWith, isPodman } from '../../support/needs';
import { sampleRun } from '../../support/sample-run';
import { waitUntil } from '../../support/wait-until';

const CALLS: readonly EngineCall[] = ['inspect', 'attach', 'start', 'wait'];

describeWith(['engine'], 'a container that is kept, whatever dies', () => {
  const mark = randomUUID().slice(0, 8);
  const host = process.env.TEST_DOCKER_HOST ?? '';
  const docker = new Docker({ socketPath: host.replace('unix://', '') });
  let count = 0;
  afterAll(async () => {
    const ours = await docker.listContainers({ all: true, filters: { label: [`io.incident-response.mark=${mark}`] } });
    for (const { Id } of ours) await docker.getContainer(Id).remove({ force: true });
  });

  const script = (text: string): ContainerRun => {
    count += 1;
    const image = process.env.INCIDENT_PROBE_IMAGE ?? '';
    const labels = { mark, action: String(count) };
    return sampleRun({ name: `incident-action-${mark}-${count}`, image, command: ['sh', '-c', text], labels });
  };
  const keptRun = (id: string, { labels, secrets, timeoutMs }: ContainerRun): KeptRun => ({
    id,
    labels,
    secrets,
    timeoutMs,
    mayStart: () => true,
  });
  /** As Temporal does it: again and again, each time by a worker that knows nothing. */
  const untilTold = async (kept: KeptContainers, run: KeptRun): Promise<KeptEnd> => {
    let end: KeptEnd | undefined;
    await waitUntil(
      async () => {
        end = await kept.runOnce(run).catch(() => undefined);
        return end !== undefined;
      },
      { everyMs: 100, what: 'an attempt that can tell' },
    );
    if (end === undefined) throw new Error('no attempt could tell');
    return end;
  };
  /** Everything that the container prints, from before its start to its end, whoever starts it and however often. */
  const watched = async (id: string): Promise<() => number> => {
    const stream = await docker.getContainer(id).attach({ stream: true, stdout: true, stderr: true });
    let seen = '';
    stream.on('data', (chunk: Buffer) => {
      seen += chunk.toString();
    });
    return () => seen.split('acted').length - 1;
  };

  const cases = CALLS.flatMap((call) => ENGINE_FAULTS.map((fault) => [call, fault] as const));
  it.each<readonly [EngineCall, EngineFault]>(cases)('acts once or not at all, and says which: %s, %s', async (call, fault) => {
    const proxy = await startEngineProxy(host);
    const first = createKeptContainers({ dockerHost: proxy.dockerHost, installation: mark });
    const run = script('echo acted; sleep 1; exit 4');
    const id = await first.create(run);
    const acted = await watched(id);
    const kill = async (): Promise<void> => proxy.setDown(true);
    const struck = proxy.arm({ call, fault, nameHolds: run.name, kill });
    const attempt = first.runOnce(keptRun(id, run)).catch(() => undefined);
    await struck;
    // A worker that only lost an answer may go on; one that was killed does not.
    const end = (await attempt) ?? (await untilTold(createKeptContainers({ dockerHost: host, installation: mark }), keptRun(id, run)));
    // Podman may forget how it ended, if a worker connects at that moment.
    if (isPodman && end.how === 'gone') return expect(acted()).toBeLessThanOrEqual(1);
    if (end.how !== 'ended') throw new Error('it has not ended');
    if (end.begun) expect(end.exitCode).toBe(4);
    expect(acted()).toBe(end.begun ? 1 : 0);
    expect(await untilTold(createKeptContainers({ dockerHost: host, installation: mark }), keptRun(id, run))).toMatchObject({
      begun: end.begun,
      exitCode: end.exitCode,
    });
    expect(acted()).toBe(end.begun ? 1 : 0);
    return proxy.stop();
  });

  it.each(ENGINE_FAULTS)('is created once: create, %s', async (fault) => {
    const proxy = await startEngineProxy(host);
    const run = script('exit 0');
    const kill = async (): Promise<void> => proxy.setDown(true);
    void proxy.arm({ call: 'create', fault, nameHolds: run.name, kill });
    const first = createKeptContainers({ dockerHost: proxy.dockerHost, installation: mark });
    await expect(first.create(run)).rejects.toMatchObject({ retryable: true });
    const next = createKeptContainers({ dockerHost: host, installation: mark });
    const id = await next.create(run);
    await expect(next.create(run)).resolves.toBe(id);
    await expect(next.runOnce(keptRun(id, run))).resolves.toMatchObject({ begun: true, exitCode: 0 });
    await proxy.stop();
  });

  it('is still there when the engine comes back: it is run if it was not, and unknown if it was cut short', async () => {
    const engine = await startCrashingEngine(host, process.env.INCIDENT_PROBE_IMAGE ?? '');
    try {
      const kept = createKeptContainers({ dockerHost: engine.dockerHost, installation: mark });
      const name = await kept.engine();
      const [quiet, busy] = [script('exit 0'), script('sleep 50; exit 0')];
      const [quietId, busyId] = [await kept.create(quiet), await kept.create(busy)];
      const own = new Docker({ socketPath: engine.dockerHost.replace('unix://', '') });
      const cut = kept.runOnce(keptRun(busyId, busy)).catch(() => undefined);
      await waitUntil(async () => (await own.getContainer(busyId).inspect()).State.Running, { everyMs: 50, what: 'it to run' });
      await engine.crash();
      await cut;
      await engine.start();
      await expect(kept.engine()).resolves.toBe(name);
      await expect(untilTold(kept, keptRun(quietId, quiet))).resolves.toMatchObject({ how: 'ended', begun: true, exitCode: 0 });
      await own
        .getContainer(busyId)
        .kill()
        .catch(() => undefined);
      const end = await untilTold(kept, keptRun(busyId, busy));
      if (end.how !== 'ended') throw new Error('it has not ended');
      // If it had not got its first line before the crash, it has done nothing.
      expect(containerOutcome(end).kind).toBe(end.begun ? 'unknown' : 'notRun');
    } finally {
      await engine.stop();
    }
  }, 180_000);
});
