import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type GrpcProxy, REFUSALS, startGrpcProxy } from '../../support/grpc-proxy';
import { describeWith } from '../../support/needs';
import { type Stack, startStack } from '../../support/stack';
import { waitUntil } from '../../support/wait-until';
import { startWorker } from '../../support/worker-process';

const READY = 'worker is ready';
/** What is shown here needs no engine. */
const RESPONSES = ['--queues', 'incident-response,incident-slack'] as const;

describeWith(['temporal'], 'how the worker process ends', () => {
  let stack: Stack;
  let proxy: GrpcProxy;
  const throughProxy = (): NodeJS.ProcessEnv => ({
    ...stack.env,
    TEMPORAL_ADDRESS: proxy.address,
    TEMPORAL_API_KEY: 'a-key',
    TEMPORAL_TLS: 'false',
  });
  beforeEach(async () => {
    stack = await startStack();
    proxy = await startGrpcProxy(stack.env.TEMPORAL_ADDRESS ?? '');
  });
  afterEach(async () => {
    await proxy.stop();
    await stack.stop();
  });

  it('exits with 3 and names the namespace when that has been deleted', async () => {
    const worker = startWorker(stack.env, ...RESPONSES);
    await worker.until(READY);
    const namespace = stack.env.TEMPORAL_NAMESPACE ?? '';
    await stack.client.connection.operatorService.deleteNamespace({ namespace });
    expect(await worker.ended).toBe(3);
    expect(worker.said()).toContain(`has no namespace ${namespace}`);
    expect(worker.said()).toContain(`temporal operator namespace create --namespace ${namespace}`);
  });

  it.each([
    ['unauthenticated', REFUSALS.unauthenticated],
    ['permission denied', REFUSALS.permissionDenied],
  ])('exits with 3 and names the API key when that has been revoked: %s', async (_, code) => {
    const worker = startWorker(throughProxy(), ...RESPONSES);
    await worker.until(READY);
    proxy.refuse({ code, message: 'this key has been revoked' });
    expect(await worker.ended).toBe(3);
    expect(worker.said()).toMatch(/denied this worker access to namespace .*: this key has been revoked\nCheck TEMPORAL_API_KEY/);
  });

  it('stays when Temporal refuses it once, as it may while a key is replaced', async () => {
    const worker = startWorker(throughProxy(), ...RESPONSES);
    await worker.until(READY);
    const looks = (path: string): boolean => path.endsWith('/DescribeTaskQueue');
    proxy.refuse({ code: REFUSALS.unauthenticated, message: 'not yet', matches: looks });
    await waitUntil(() => proxy.refusals > 0);
    proxy.refuse({ code: REFUSALS.unauthenticated, message: 'never', matches: () => false });
    // A look that is let through comes between two that are refused: they are not in a row.
    const { incidentId } = await startIncident(stack);
    await stack.until(incidentId, (state) => state.responseComplete);
    worker.kill('SIGTERM');
    expect(await worker.ended).toBe(0);
  });

  it.each([
    ['a namespace that is not there', {}, { TEMPORAL_NAMESPACE: 'nowhere' }, /has no namespace nowhere/],
    [
      'a key that is refused',
      { code: REFUSALS.unauthenticated, message: 'invalid key' },
      {},
      /denied this worker access .*: .*invalid key/,
    ],
  ])('does not start with %s, exits with 3 and names it', async (_, refusal, env, words) => {
    if ('code' in refusal) proxy.refuse(refusal as { code: number; message: string });
    const worker = startWorker({ ...throughProxy(), ...env }, ...RESPONSES);
    const code = await worker.ended;
    expect([code, worker.said()]).toEqual([3, expect.stringMatching(words)]);
    expect(worker.said()).not.toContain(READY);
  });

  it('ends in good order when it is told to while Temporal keeps it waiting before it serves', async () => {
    proxy.refuse({ code: null, message: '', matches: (path) => path.endsWith('/ListSearchAttributes') });
    const worker = startWorker(throughProxy(), ...RESPONSES);
    await waitUntil(() => proxy.refusals > 0);
    worker.kill('SIGTERM');
    expect(await worker.ended).toBe(0);
    expect(worker.said()).not.toContain(READY);
  });

  it('ends in good order when it is told to while Temporal is away', async () => {
    const worker = startWorker(throughProxy(), ...RESPONSES);
    await worker.until(READY);
    proxy.setDown(true);
    await waitUntil(() => proxy.cuts > 2);
    worker.kill('SIGTERM');
    expect(await worker.ended).toBe(0);
    expect(worker.said()).toContain('worker stopped');
  });

  it('ends in good order when it is told to while Slack does not answer', async () => {
    let calls = 0;
    const deaf = createServer(() => {
      calls += 1;
    }).listen(0, '127.0.0.1');
    await once(deaf, 'listening');
    try {
      const apiUrl = `http://127.0.0.1:${(deaf.address() as AddressInfo).port}/api/`;
      const worker = startWorker({ ...stack.env, SLACK_API_URL: apiUrl }, ...RESPONSES);
      await worker.until(READY);
      await startIncident(stack);
      // The first call is the worker's own look at Slack, the second one a step of the incident.
      await waitUntil(() => calls > 1);
      worker.kill('SIGTERM');
      expect(await worker.ended).toBe(0);
      expect(worker.said()).toContain('worker stopped');
    } finally {
      deaf.closeAllConnections();
      deaf.close();
    }
  });
});

async function startIncident(stack: Stack): Promise<{ incidentId: string }> {
  const incidentId = 'PROD-20260101-001';
  const { code, stderr } = await stack.run('start-incident', ['--incident-id', incidentId, '--title', 'Shop is down', '--no-wait']);
  if (code !== 0) throw new Error(stderr);
  return { incidentId };
}
