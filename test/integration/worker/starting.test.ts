import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWith } from '../../support/needs';
import { seeRooms } from '../../support/slack-view';
import { type Stack, startStack } from '../../support/stack';
import { waitUntil } from '../../support/wait-until';
import { startWorker, unusedPort } from '../../support/worker-process';

describeWith(['temporal'], 'the worker process', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(() => stack.stop());

  it('does not start on a configuration that cannot be used, and names every problem', async () => {
    const { SLACK_BOT_TOKEN: _, ...env } = stack.env;
    const worker = startWorker({ ...env, LOG_LEVEL: 'loud', DOCKER_HOST: 'foo://x' });
    expect(await worker.ended).toBe(2);
    expect(worker.said()).toMatch(
      /SLACK_BOT_TOKEN: is not set.*\n.*LOG_LEVEL: "loud" is not a log level[\s\S]*DOCKER_HOST: "foo:\/\/x" is not/,
    );
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
    expect(worker.said()).toContain('worker stopped');
  });

  it('posts the headline of an incident whose container engine never answers', async () => {
    const socket = join(mkdtempSync(join(tmpdir(), 'hung-engine-')), 'engine.sock');
    let asked = '';
    const hung = createServer((connection) => {
      connection.on('data', (bytes) => {
        asked += bytes;
      });
      connection.on('error', () => undefined);
    }).listen(socket);
    await once(hung, 'listening');
    const worker = startWorker({ ...stack.env, DOCKER_HOST: `unix://${socket}` });
    try {
      await worker.until('worker is ready');
      const args = ['HUNG-001', 'Database down', 'high', 'dba@example.com', '--no-wait', '--json'];
      expect((await stack.run('start-incident', args)).code).toBe(0);
      await waitUntil(() => asked.includes('/containers/create'), { what: 'the engine to be asked for a container' });
      await waitUntil(
        async () => (await seeRooms(stack.slack))[0]?.messages.some(({ key }) => key === 'HUNG-001/announceIncident') ?? false,
      );
      // The engine will not answer, and that is what the probes wait for.
      expect((await stack.state('HUNG-001')).investigation).toBeNull();
    } finally {
      worker.kill('SIGKILL');
      await worker.ended;
      hung.close();
    }
  });
});
