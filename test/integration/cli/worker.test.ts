import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describeWith } from '../../support/needs';
import { type Stack, startStack } from '../../support/stack';

const WORKER = join(__dirname, '..', '..', '..', 'dist', 'worker.js');

/** A worker process, everything it says, and how it ends. */
function startWorker(env: NodeJS.ProcessEnv, ...args: string[]) {
  const child: ChildProcess = spawn(process.execPath, [WORKER, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  const heard: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text += chunk;
      for (const hear of heard) hear();
    });
  }
  return {
    said: () => text,
    until: (words: string) =>
      new Promise<void>((resolve) => {
        const hear = (): void => void (text.includes(words) && resolve());
        heard.push(hear);
        hear();
      }),
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    ended: once(child, 'close').then(([code]) => code as number | null),
  };
}

async function unusedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

describeWith(['temporal'], 'the worker process', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(() => stack.stop());

  it('does not start on a configuration that cannot be used, and names every problem', async () => {
    const { SLACK_BOT_TOKEN: _, ...env } = stack.env;
    const worker = startWorker({ ...env, LOG_LEVEL: 'loud' });
    expect(await worker.ended).toBe(2);
    expect(worker.said()).toMatch(/SLACK_BOT_TOKEN: is not set.*\n.*LOG_LEVEL: "loud" is not a level/);
    expect(worker.said()).not.toMatch(/^\s+at /m);
  });

  it.each([
    [['--queues', 'other'], '--queues: "other" is not a queue (allowed: incident-response, incident-slack, incident-containers)'],
    [['--other'], '--other'],
  ])('refuses %j', async (args, words) => {
    const worker = startWorker(stack.env, ...args);
    expect(await worker.ended).toBe(2);
    expect(worker.said()).toContain(words);
  });

  it('stops when told to while it still waits for Temporal', async () => {
    const worker = startWorker({ ...stack.env, TEMPORAL_ADDRESS: `127.0.0.1:${await unusedPort()}` });
    await worker.until('waiting for Temporal');
    worker.kill('SIGTERM');
    expect(await worker.ended).toBe(0);
  });

  it('serves probes without a Slack token, and ends in good order', async () => {
    const { SLACK_BOT_TOKEN: _, ...env } = stack.env;
    const worker = startWorker(env, '--queues', 'incident-containers');
    await worker.until('worker is ready');
    worker.kill('SIGTERM');
    expect(await worker.ended).toBe(0);
    expect(worker.said()).toContain('worker has stopped');
  });
});
