import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { DEADLINE_LABEL, INSTALLATION_LABEL, SYSTEM, SYSTEM_LABEL } from '../../../src/containers/container-spec';
import { createDockerEngine } from '../../../src/containers/docker-engine';
import type { ContainerEngine, ContainerRun } from '../../../src/containers/port';
import { type EngineProxy, startEngineProxy } from '../../support/engine-proxy';
import { describeWith, itUnlessPodman } from '../../support/needs';
import { sampleRun } from '../../support/sample-run';
import { waitUntil } from '../../support/wait-until';

const MB = 1024 * 1024;
const NO_FLAG = 'with cgroup v1, Podman does not report that memory ran out';

describeWith(['engine'], 'containers on a real engine', () => {
  const mark = randomUUID().slice(0, 8);
  let proxy: EngineProxy;
  let docker: Docker;
  let engine: ContainerEngine;
  let count = 0;
  beforeAll(async () => {
    const dockerHost = process.env.TEST_DOCKER_HOST ?? '';
    docker = new Docker({ socketPath: dockerHost.replace('unix://', '') });
    proxy = await startEngineProxy(dockerHost);
    engine = createDockerEngine({ dockerHost: proxy.dockerHost, installation: mark });
  });
  afterAll(async () => {
    await proxy.stop();
    for (const { Id } of await ours()) await docker.getContainer(Id).remove({ force: true });
  });

  /** Only the containers that this file made: others use the engine too. */
  const ours = () => docker.listContainers({ all: true, filters: { label: [`io.incident-response.mark=${mark}`] } });
  const script = (text: string, changes: Partial<ContainerRun> = {}): ContainerRun => {
    count += 1;
    return sampleRun({
      name: `incident-test-${mark}-${count}`,
      image: process.env.INCIDENT_PROBE_IMAGE ?? '',
      command: ['sh', '-c', text],
      labels: { mark },
      ...changes,
    });
  };
  const isRunning = (): Promise<void> =>
    waitUntil(async () => (await ours()).some(({ State }) => State === 'running'), { everyMs: 20, what: 'a container of ours to run' });

  it('hands in the input, hands out both outputs and the code, and leaves nothing', async () => {
    const exit = await engine.run(script('cat; echo "to $WHO" >&2; exit 7', { stdin: 'hello\n', env: { WHO: 'stderr' } }));
    expect(exit).toMatchObject({
      exitCode: 7,
      stdout: 'hello\n',
      stderr: 'to stderr\n',
      truncated: false,
      outOfMemory: false,
      timedOut: false,
    });
    expect(await ours()).toEqual([]);
  });

  it('is nobody, on a file system that cannot be written, without any network but its own loopback', async () => {
    const { stdout } = await engine.run(
      script(
        'id -u; id -g; touch /x 2>/dev/null || echo read-only; touch /tmp/x && echo scratch; grep -c : /proc/net/dev; grep -c "lo:" /proc/net/dev; grep CapEff /proc/self/status',
      ),
    );
    expect(stdout.split('\n').slice(0, 6)).toEqual(['65534', '65534', 'read-only', 'scratch', '1', '1']);
    expect(stdout).toMatch(/CapEff:\s+0000000000000000/);
  });

  it('gives a probe eight megabytes to write to, in each of two places, and no more', async () => {
    const { stdout } = await engine.run(
      script('for place in /tmp /dev/shm; do head -c 20000000 /dev/zero > $place/x 2> /dev/null; wc -c < $place/x; done', {
        memoryBytes: 64 * MB,
      }),
    );
    expect(stdout.trim().split('\n').map(Number)).toEqual([8 * MB, 8 * MB]);
  });

  it('resolves pinned names, and nothing else where there is no name server', async () => {
    const hosts = { 'shop.example': ['192.0.2.1', '192.0.2.2'] };
    const { stdout } = await engine.run(
      script('grep shop.example /etc/hosts; grep nameserver /etc/resolv.conf; timeout 5 nc other.example 80 2>&1', {
        network: 'bridge',
        hosts,
        nameServers: false,
      }),
    );
    expect(stdout).toMatch(/^192\.0\.2\.1\s+shop\.example\n192\.0\.2\.2\s+shop\.example\nnameserver 127\.0\.0\.1\n.*bad address/);
  });

  it('knows the engine’s own addresses on its bridges', async () => {
    const { stdout } = await engine.run(script('awk \'$2 == "00000000" { print $3 }\' /proc/net/route', { network: 'bridge' }));
    const bytes = Buffer.from(stdout.trim(), 'hex').reverse();
    expect(await engine.gateways()).toContain([...bytes].join('.'));
  });

  it('never puts the environment into a URL', async () => {
    await engine.run(script('true', { env: { PASSWORD: 'hunter2-canary' } }));
    expect(proxy.seen.some((line) => line.includes('/containers/create'))).toBe(true);
    expect(proxy.seen.join('\n')).not.toContain('canary');
  });

  it('ends what takes too long', async () => {
    const exit = await engine.run(script('echo begun; sleep 60', { timeoutMs: 1_000 }));
    expect(exit).toMatchObject({ timedOut: true, stdout: 'begun\n' });
    expect(await ours()).toEqual([]);
  });

  itUnlessPodman(NO_FLAG, 'says when memory ran out, though the shell itself ended well', async () => {
    const exit = await engine.run(script('head -c 67108864 /dev/zero | tail -c 60000000 > /dev/null; exit 0', { memoryBytes: 16 * MB }));
    expect(exit.outOfMemory).toBe(true);
  });

  it('keeps the first 64 KiB of an output without end', async () => {
    const exit = await engine.run(script('yes | head -c 3000000; echo end >&2'));
    expect(exit).toMatchObject({ exitCode: 0, truncated: true, stderr: 'end\n' });
    expect(exit.stdout).toHaveLength(64 * 1024);
  });

  it('waits for what closes its output and goes on', async () => {
    expect(await engine.run(script('exec >&- 2>&-; sleep 3; exit 5'))).toMatchObject({ exitCode: 5, timedOut: false });
  });

  it('names the image that is missing, and pulls none that is not pinned', async () => {
    const image = `no-such-image-${mark}:1`;
    await expect(engine.run(script('true', { image }))).rejects.toMatchObject({ code: 'image_missing', retryable: false });
    await expect(engine.ensureImage(image)).rejects.toMatchObject({
      code: 'image_missing',
      message: expect.stringContaining('not pinned'),
    });
    expect(proxy.seen.some((line) => line.includes('/images/create'))).toBe(false);
  });

  it('refuses a network that is not allowed, and the host’s', async () => {
    for (const network of ['host', 'container:db', 'other']) {
      await expect(engine.run(script('true', { network }))).rejects.toMatchObject({ code: 'engine_refused', retryable: false });
    }
  });

  it('kills and removes on cancellation', async () => {
    const controller = new AbortController();
    const running = engine.run(script('sleep 60'), { signal: controller.signal });
    await isRunning();
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(await ours()).toEqual([]);
  });

  it('replaces what an earlier attempt has left, under its own name and under older ones', async () => {
    const run = script('echo done');
    const older = `incident-test-${mark}-older`;
    for (const name of [run.name, older]) {
      const Labels = { 'io.incident-response.mark': mark };
      await (await docker.createContainer({ name, Image: run.image, Cmd: ['sleep', '60'], Labels })).start();
    }
    expect(await engine.run({ ...run, replaces: [older] })).toMatchObject({ stdout: 'done\n' });
    expect(await ours()).toEqual([]);
  });

  it('says so within seconds when the engine dies in the middle, and that trying again may help', async () => {
    const run = script('sleep 60');
    const running = engine.run(run);
    running.catch(() => undefined);
    await isRunning();
    proxy.setDown(true);
    await expect(running).rejects.toMatchObject({ code: 'engine_unreachable', retryable: true });
    proxy.setDown(false);
    // The next attempt takes the place of the container that could not be removed.
    expect(await engine.run(script('echo again', { replaces: [run.name] }))).toMatchObject({ stdout: 'again\n' });
    expect(await ours()).toEqual([]);
  });

  it('removes what outlived its deadline, also what a command left, and nothing else, and nothing of another installation', async () => {
    const image = process.env.INCIDENT_PROBE_IMAGE ?? '';
    const make = (deadline: number, installation = mark, command = ['true']) =>
      docker.createContainer({
        Image: image,
        Cmd: command,
        Labels: {
          'io.incident-response.mark': mark,
          [SYSTEM_LABEL]: SYSTEM,
          [INSTALLATION_LABEL]: installation,
          [DEADLINE_LABEL]: String(deadline),
        },
      });
    const now = new Date();
    const [old, young, foreign] = [await make(now.getTime() - 1), await make(now.getTime() + 60_000), await make(1, `not-${mark}`)];
    const [ended, running] = [await make(1, 'by-hand-1'), await make(1, 'by-hand-2', ['sleep', '60'])];
    await running.start();
    await engine.reap(now);
    const left = (await ours()).map(({ Id }) => Id);
    expect(left).toEqual(expect.arrayContaining([young.id, foreign.id, running.id]));
    expect(left).toHaveLength(3);
    expect([old.id, ended.id].filter((id) => left.includes(id))).toEqual([]);
    await Promise.all([young.remove(), foreign.remove(), running.remove({ force: true })]);
  });

  it('runs so many at once and no more', async () => {
    const one = createDockerEngine({ dockerHost: proxy.dockerHost, maxConcurrent: 1 });
    const before = proxy.seen.length;
    await Promise.all([one.run(script('true')), one.run(script('true'))]);
    const order = proxy.seen
      .slice(before)
      .flatMap((line) => (/\/create\b/.test(line) ? ['create'] : line.startsWith('DELETE') ? ['remove'] : []));
    expect(order).toEqual(['create', 'remove', 'create', 'remove']);
  });

  it('gives up an engine that hangs', async () => {
    const socket = join(mkdtempSync(join(tmpdir(), 'hung-engine-')), 'engine.sock');
    const hung = createServer(() => undefined).listen(socket);
    await once(hung, 'listening');
    await expect(createDockerEngine({ dockerHost: `unix://${socket}` }).info()).rejects.toMatchObject({
      code: 'engine_timeout',
      retryable: true,
    });
    hung.close();
  });

  it('knows an engine that is not there', async () => {
    const away = createDockerEngine({ dockerHost: 'unix:///nowhere/engine.sock' });
    await expect(away.run(script('true'))).rejects.toMatchObject({ code: 'engine_unreachable', retryable: true });
  });
});
