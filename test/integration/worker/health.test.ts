import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type GrpcProxy, startGrpcProxy } from '../../support/grpc-proxy';
import { describeWith } from '../../support/needs';
import { type Stack, startStack } from '../../support/stack';
import { waitUntil } from '../../support/wait-until';
import { startWorker, type WorkerUnderTest } from '../../support/worker-process';

const ROOT = join(__dirname, '..', '..', '..');

/** The very command that compose runs in the container, whose working folder holds what this checkout holds. */
function composedCheck(service: string): readonly string[] {
  const { services } = parse(readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8'), { merge: true });
  const [kind, program, ...args] = services[service].healthcheck.test as string[];
  if (kind !== 'CMD' || program !== 'node') throw new Error(`not a check that runs node: ${kind} ${program}`);
  return args;
}

describeWith(['temporal'], 'the health check of a worker’s container', () => {
  const folder = mkdtempSync(join(tmpdir(), 'incident-health-'));
  const file = join(folder, 'health.json');
  let stack: Stack;
  let proxy: GrpcProxy;
  let worker: WorkerUnderTest;
  const check = (args = composedCheck('worker')): Promise<{ code: number; said: string }> =>
    new Promise((resolve) => {
      const env = { PATH: process.env.PATH, INCIDENT_HEALTH_FILE: file };
      execFile(process.execPath, args, { cwd: ROOT, env }, (error, _stdout, stderr) =>
        resolve({ code: Number(error?.code ?? 0), said: stderr }),
      );
    });
  const untilHealthy = (): Promise<void> => waitUntil(async () => (await check()).code === 0);

  beforeAll(async () => {
    stack = await startStack();
    proxy = await startGrpcProxy(stack.env.TEMPORAL_ADDRESS ?? '');
  });
  afterAll(async () => {
    await proxy.stop();
    await stack.stop();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    worker = startWorker({ ...stack.env, TEMPORAL_ADDRESS: proxy.address, INCIDENT_HEALTH_FILE: file }, '--queues', 'incident-response');
    await untilHealthy();
  });
  afterEach(async () => {
    worker.kill('SIGKILL');
    await worker.ended;
    rmSync(file, { force: true });
  });

  it('is the same for both workers and for the image', () => {
    expect(composedCheck('probe-worker')).toEqual(composedCheck('worker'));
    const [, command = ''] = /^HEALTHCHECK .*CMD (\[.*\])$/m.exec(readFileSync(join(ROOT, 'Dockerfile'), 'utf8')) ?? [];
    expect(JSON.parse(command)).toEqual(['node', ...composedCheck('worker')]);
  });

  it('is red beside a worker that is stuck, and green when it goes on', async () => {
    worker.kill('SIGSTOP');
    await waitUntil(async () => (await check()).code === 1);
    expect((await check()).said).toMatch(/^worker process \d+ is stuck: it last reported \d+ s ago\n$/);
    worker.kill('SIGCONT');
    await untilHealthy();
  });

  it('is red beside a worker that was killed, though what it last said is fresh', async () => {
    worker.kill('SIGKILL');
    await worker.ended;
    expect(await check()).toEqual({ code: 1, said: `worker process ${worker.pid} is not running\n` });
  });

  it('is red after a worker that has stopped', async () => {
    worker.kill('SIGTERM');
    expect(await worker.ended).toBe(0);
    expect(await check()).toMatchObject({ code: 1, said: expect.stringContaining('no worker report') });
  });

  it('stays green while Temporal is away: a restart would not bring it back', async () => {
    proxy.setDown(true);
    const lastReport = JSON.parse(readFileSync(file, 'utf8')).at;
    await waitUntil(() => proxy.cuts > 3 && JSON.parse(readFileSync(file, 'utf8')).at > lastReport);
    expect(await check()).toEqual({ code: 0, said: '' });
    proxy.setDown(false);
  });
});
