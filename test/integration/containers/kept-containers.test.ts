import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import Docker from 'dockerode';
import { DEADLINE_LABEL } from '../../../src/containers/container-spec';
import { createDockerEngine } from '../../../src/containers/docker-engine';
import type { EngineError } from '../../../src/containers/errors';
import { createKeptContainers } from '../../../src/containers/kept/kept-containers';
import type { ContainerRun, KeptContainers, KeptEnd, KeptRun } from '../../../src/containers/port';
import { type EngineProxy, startEngineProxy } from '../../support/engine-proxy';
import { describeWith } from '../../support/needs';
import { sampleRun } from '../../support/sample-run';
import { waitUntil } from '../../support/wait-until';

const MB = 1024 * 1024;
const UNSTARTED = /^(?:created|configured|initialized)$/;

describeWith(['engine'], 'containers that are kept, on a real engine', () => {
  const mark = randomUUID().slice(0, 8);
  let proxy: EngineProxy;
  let docker: Docker;
  let kept: KeptContainers;
  let count = 0;
  beforeAll(async () => {
    const dockerHost = process.env.TEST_DOCKER_HOST ?? '';
    docker = new Docker({ socketPath: dockerHost.replace('unix://', '') });
    proxy = await startEngineProxy(dockerHost);
    kept = createKeptContainers({ dockerHost: proxy.dockerHost, installation: mark });
  });
  afterAll(async () => {
    await proxy.stop();
    for (const { Id } of await ours()) await docker.getContainer(Id).remove({ force: true });
  });

  const ours = () => docker.listContainers({ all: true, filters: { label: [`io.incident-response.mark=${mark}`] } });
  const script = (text: string, changes: Partial<ContainerRun> = {}): ContainerRun => {
    count += 1;
    return sampleRun({
      name: `incident-action-${mark}-${count}`,
      image: process.env.INCIDENT_PROBE_IMAGE ?? '',
      command: ['sh', '-c', text],
      labels: { mark, action: String(count) },
      ...changes,
    });
  };
  const running = (id: string, run: ContainerRun, changes: Partial<KeptRun> = {}): KeptRun => ({
    id,
    labels: run.labels,
    secrets: run.secrets,
    timeoutMs: run.timeoutMs,
    mayStart: () => true,
    ...changes,
  });
  const isRunning = (id: string): Promise<void> =>
    waitUntil(async () => (await docker.getContainer(id).inspect()).State.Running, { everyMs: 20, what: 'the container to run' });
  const failure = (work: Promise<KeptEnd>): Promise<EngineError> =>
    work.then(
      () => {
        throw new Error('it did not fail');
      },
      (error: EngineError) => error,
    );
  /** A worker dies once the program has printed something: its connections end. */
  const begunByDeadWorker = async (id: string, run: ContainerRun): Promise<void> => {
    const own = await startEngineProxy(process.env.TEST_DOCKER_HOST ?? '');
    const stream = await docker.getContainer(id).attach({ stream: true, stdout: true, stderr: true });
    const begun = once(stream, 'data');
    const died = createKeptContainers({ dockerHost: own.dockerHost, installation: mark }).runOnce(running(id, run));
    died.catch(() => undefined);
    await begun;
    own.setDown(true);
    await own.stop();
    await died.catch(() => undefined);
  };

  it('is created without being started, run once, and removed', async () => {
    const run = script('echo "did it for $WHO"; exit 3', { env: { WHO: 'shop' } });
    const id = await kept.create(run);
    expect((await docker.getContainer(id).inspect()).State.Status).toMatch(UNSTARTED);
    const end = await kept.runOnce(running(id, run));
    expect(end).toMatchObject({
      how: 'ended',
      exitCode: 3,
      begun: true,
      stdout: 'did it for shop\n',
      missedOutput: false,
      timedOut: false,
    });
    expect((await docker.getContainer(id).inspect()).State.Running).toBe(false);
    await kept.remove(run.name);
    await kept.remove(run.name);
    expect((await ours()).map(({ Id }) => Id)).not.toContain(id);
  });

  it('is found again if the answer to its creation was lost, and another one of its name is not taken for it', async () => {
    const run = script('true');
    const id = await kept.create(run);
    await expect(kept.create(run)).resolves.toBe(id);
    await expect(kept.create({ ...run, labels: { ...run.labels, action: 'other' } })).rejects.toMatchObject({
      code: 'engine_refused',
      retryable: false,
      message: expect.stringContaining('another container named'),
    });
  });

  it('is never started again once it has ended', async () => {
    const run = script('exit 7');
    const id = await kept.create(run);
    await kept.runOnce(running(id, run));
    const { StartedAt } = (await docker.getContainer(id).inspect()).State;
    await expect(kept.runOnce(running(id, run))).resolves.toMatchObject({ how: 'ended', exitCode: 7, begun: true, missedOutput: true });
    expect((await docker.getContainer(id).inspect()).State.StartedAt).toBe(StartedAt);
  });

  it('begins once, however many attempts there are at the same time', async () => {
    // What it prints reaches every attempt that is connected, once for each time that it begins.
    const run = script('echo begun; sleep 1; exit 4');
    const id = await kept.create(run);
    const ends = await Promise.all([1, 2, 3, 4].map(() => kept.runOnce(running(id, run))));
    // The end of one attempt's input may have come before the hand-over of another. Then it did not begin, and all say so.
    const [first] = ends;
    for (const end of ends) {
      if (first?.how !== 'ended' || end.how !== 'ended') throw new Error('it has not ended');
      expect(end).toMatchObject({ exitCode: first.exitCode, begun: first.begun, startedAt: first.startedAt });
      expect(end.stdout.split('begun').length - 1).toBeLessThanOrEqual(first.begun ? 1 : 0);
    }
  });

  it('has done nothing if the worker died between the start and the hand-over', async () => {
    const run = script('echo acted; exit 0', { secrets: { KEY: 'hunter2-hunter2' } });
    const id = await kept.create(run);
    // As the worker does it: connected, started, and then dead.
    const stream = await docker.getContainer(id).attach({ stream: true, hijack: true, stdin: true, stdout: true, stderr: true });
    await docker.getContainer(id).start();
    await isRunning(id);
    (stream as unknown as { destroy(): void }).destroy();
    await expect(kept.runOnce(running(id, run))).resolves.toMatchObject({ how: 'ended', begun: false, stdout: '' });
  });

  it('has done nothing if the start was not followed by a connection at all', async () => {
    const run = script('echo acted; exit 0');
    const id = await kept.create(run);
    await docker.getContainer(id).start();
    await expect(kept.runOnce(running(id, run))).resolves.toMatchObject({ how: 'ended', begun: false });
  });

  it('goes on if the worker dies, and the next attempt waits for its end', async () => {
    const run = script('echo first; sleep 4; echo last; exit 6');
    const id = await kept.create(run);
    await begunByDeadWorker(id, run);
    await expect(kept.runOnce(running(id, run))).resolves.toMatchObject({
      how: 'ended',
      exitCode: 6,
      begun: true,
      stdout: 'last\n',
      missedOutput: true,
    });
  });

  it('goes on if the attempt is cancelled', async () => {
    const run = script('sleep 3; exit 5');
    const id = await kept.create(run);
    const over = new AbortController();
    const cancelled = failure(kept.runOnce(running(id, run), { signal: over.signal }));
    await isRunning(id);
    over.abort();
    expect((await cancelled).code).toBe('cancelled');
    await expect(kept.runOnce(running(id, run))).resolves.toMatchObject({ how: 'ended', exitCode: 5, begun: true });
  });

  it('is not started if the attempt was cancelled before, or if it may no longer be', async () => {
    const run = script('true');
    const id = await kept.create(run);
    const over = new AbortController();
    over.abort();
    expect((await failure(kept.runOnce(running(id, run), { signal: over.signal }))).code).toBe('cancelled');
    await expect(kept.runOnce(running(id, run, { mayStart: () => false }))).resolves.toEqual({ how: 'notStarted', refusal: null });
    expect((await docker.getContainer(id).inspect()).State.Status).toMatch(UNSTARTED);
  });

  it('is gone if somebody removed it, before or while it runs', async () => {
    const early = script('true');
    const earlyId = await kept.create(early);
    await docker.getContainer(earlyId).remove();
    await expect(kept.runOnce(running(earlyId, early))).resolves.toEqual({ how: 'gone' });
    const late = script('sleep 30');
    const lateId = await kept.create(late);
    const end = kept.runOnce(running(lateId, late));
    await isRunning(lateId);
    await docker.getContainer(lateId).remove({ force: true });
    // The engine may still have answered how it was killed.
    expect([{ how: 'gone' }, expect.objectContaining({ how: 'ended', exitCode: 137, timedOut: false })]).toContainEqual(await end);
    await expect(kept.runOnce(running(lateId, late))).resolves.toEqual({ how: 'gone' });
  });

  it('is not started if the engine cannot start it, and says why', async () => {
    const run = script('true', { network: 'no-such-network' });
    const open = createKeptContainers({ dockerHost: proxy.dockerHost, installation: mark, allowedNetworks: ['no-such-network'] });
    await expect(kept.create(run)).rejects.toMatchObject({ code: 'engine_refused', retryable: false });
    const id = await open.create(run).catch((error: EngineError) => error);
    // Podman refuses the network when it creates the container.
    if (typeof id !== 'string') expect(id.message).toContain('no-such-network');
    else
      await expect(open.runOnce(running(id, run))).resolves.toEqual({
        how: 'notStarted',
        refusal: expect.stringContaining('no-such-network'),
      });
  });

  it('is ended when its time is over', async () => {
    const run = script('echo begun; sleep 60', { timeoutMs: 1_000 });
    const id = await kept.create(run);
    await expect(kept.runOnce(running(id, run))).resolves.toMatchObject({ how: 'ended', begun: true, timedOut: true, stdout: 'begun\n' });
  });

  it('ends by itself when its time is over and no worker is there', async () => {
    const run = script('echo begun; sleep 60', { timeoutMs: 1_000 });
    const id = await kept.create(run);
    await begunByDeadWorker(id, run);
    await waitUntil(async () => !(await docker.getContainer(id).inspect()).State.Running, { everyMs: 100, what: 'its end' });
    await expect(kept.runOnce(running(id, run))).resolves.toMatchObject({ how: 'ended', begun: true, timedOut: true });
  });

  // Whether memory ran out is a flag that engines may set after the end; the exit code cannot be late.
  it('has failed when the kernel ended its program because memory ran out', async () => {
    const run = script('head -c 67108864 /dev/zero | tail -c 60000000 > /dev/null', { memoryBytes: 16 * MB });
    await expect(kept.runOnce(running(await kept.create(run), run))).resolves.toMatchObject({ how: 'ended', exitCode: 137 });
  });

  it('gets its secrets as files, prints none of them, and cannot pretend that it did not begin', async () => {
    const run = script('cat "$KEY_FILE"; exit 125', { secrets: { KEY: 'hunter2-hunter2' } });
    const id = await kept.create({ ...run, secrets: { KEY: '' } });
    const end = await kept.runOnce(running(id, run));
    expect(end).toMatchObject({ how: 'ended', begun: true, exitCode: 1, stdout: '[secret KEY]' });
    expect(JSON.stringify(await docker.getContainer(id).inspect())).not.toContain('hunter2');
  });

  it('is left alone by the reaper for days, and not for ever', async () => {
    const run = script('true');
    const id = await kept.create(run);
    const engine = createDockerEngine({ dockerHost: proxy.dockerHost, installation: mark });
    await kept.runOnce(running(id, run));
    await engine.reap(new Date(Date.now() + 6 * 86_400_000));
    const labels = (await docker.getContainer(id).inspect()).Config.Labels;
    await engine.reap(new Date(Number(labels[DEADLINE_LABEL]) + 1));
    await expect(kept.runOnce(running(id, run))).resolves.toEqual({ how: 'gone' });
  });

  it('knows the engine again', async () => {
    const other = createKeptContainers({ dockerHost: proxy.dockerHost });
    await expect(other.engine()).resolves.toBe(await kept.engine());
  });
});
