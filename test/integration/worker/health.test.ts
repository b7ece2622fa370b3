import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { itAtOnce } from '../../support/at-once';
import { type GrpcProxy, startGrpcProxy } from '../../support/grpc-proxy';
import { describeWith } from '../../support/needs';
import { type Stack, startStack } from '../../support/stack';
import { waitUntil } from '../../support/wait-until';
import { startWorker, type WorkerUnderTest } from '../../support/worker-process';

const ROOT = join(__dirname, '..', '..', '..');
/** Every look is a process. */
const LOOK_EVERY_MS = 250;

/** The very command that compose runs in the container, whose working folder holds what this checkout holds. */
function composedCheck(service: string): readonly string[] {
  const { services } = parse(readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8'), { merge: true });
  const [kind, program, ...args] = services[service].healthcheck.test as string[];
  if (kind !== 'CMD' || program !== 'node') throw new Error(`not a check that runs node: ${kind} ${program}`);
  return args;
}

/** A worker with a health file of its own, and the check that reads it. */
interface Scene {
  readonly worker: WorkerUnderTest;
  readonly proxy: GrpcProxy;
  readonly file: string;
  check(): Promise<{ code: number; said: string }>;
  untilHealthy(): Promise<void>;
}

describeWith(['temporal'], 'the health check of a worker’s container', () => {
  const folder = mkdtempSync(join(tmpdir(), 'incident-health-'));
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(async () => {
    await stack?.stop();
    rmSync(folder, { recursive: true });
  });

  const scene = (name: string, play: (scene: Scene) => Promise<void>) => async (): Promise<void> => {
    const file = join(folder, `${name}.json`);
    const check = (): Promise<{ code: number; said: string }> =>
      new Promise((resolve) => {
        const env = { PATH: process.env.PATH, INCIDENT_HEALTH_FILE: file };
        execFile(process.execPath, composedCheck('worker'), { cwd: ROOT, env }, (error, _stdout, stderr) =>
          resolve({ code: Number(error?.code ?? 0), said: stderr }),
        );
      });
    const untilHealthy = (): Promise<void> => waitUntil(async () => (await check()).code === 0, { everyMs: LOOK_EVERY_MS });
    const proxy = await startGrpcProxy(stack.env.TEMPORAL_ADDRESS ?? '');
    const env = { ...stack.env, TEMPORAL_ADDRESS: proxy.address, INCIDENT_HEALTH_FILE: file };
    const worker = startWorker(env, '--queues', 'incident-response');
    try {
      await untilHealthy();
      await play({ worker, proxy, file, check, untilHealthy });
    } finally {
      worker.kill('SIGKILL');
      await worker.ended;
      await proxy.stop();
    }
  };

  it('is the same for both workers and for the image', () => {
    expect(composedCheck('probe-worker')).toEqual(composedCheck('worker'));
    const [, command = ''] = /^HEALTHCHECK .*CMD (\[.*\])$/m.exec(readFileSync(join(ROOT, 'Dockerfile'), 'utf8')) ?? [];
    expect(JSON.parse(command)).toEqual(['node', ...composedCheck('worker')]);
  });

  itAtOnce({
    'is red beside a worker that is stuck, and green when it goes on': scene('stuck', async ({ worker, check, untilHealthy }) => {
      worker.kill('SIGSTOP');
      await waitUntil(async () => (await check()).code === 1, { everyMs: LOOK_EVERY_MS });
      expect((await check()).said).toMatch(/^worker process \d+ is stuck: it last reported \d+ s ago\n$/);
      worker.kill('SIGCONT');
      await untilHealthy();
    }),
    'is red beside a worker that was killed, though what it last said is fresh': scene('killed', async ({ worker, check }) => {
      worker.kill('SIGKILL');
      await worker.ended;
      expect(await check()).toEqual({ code: 1, said: `worker process ${worker.pid} is not running\n` });
    }),
    'is red after a worker that has stopped': scene('stopped', async ({ worker, check }) => {
      worker.kill('SIGTERM');
      expect(await worker.ended).toBe(0);
      expect(await check()).toMatchObject({ code: 1, said: expect.stringContaining('no worker report') });
    }),
    'stays green while Temporal is away: a restart would not bring it back': scene('away', async ({ proxy, file, check }) => {
      proxy.setDown(true);
      const lastReport = JSON.parse(readFileSync(file, 'utf8')).at;
      await waitUntil(() => proxy.cuts > 3 && JSON.parse(readFileSync(file, 'utf8')).at > lastReport);
      expect(await check()).toEqual({ code: 0, said: '' });
    }),
  });
});
