import { describeWith } from '../../support/needs';
import { type Stack, startStack } from '../../support/stack';
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
});
