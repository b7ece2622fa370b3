import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { itAtOnce } from '../../support/at-once';
import { type GrpcProxy, REFUSALS, startGrpcProxy } from '../../support/grpc-proxy';
import { describeWith } from '../../support/needs';
import { type Stack, startStack } from '../../support/stack';
import { waitUntil } from '../../support/wait-until';
import { startWorker, type WorkerUnderTest } from '../../support/worker-process';

const READY = 'worker is ready';
/** What is shown here needs no engine. */
const RESPONSES = ['--queues', 'incident-response,incident-slack'] as const;

/** A namespace, a proxy before Temporal and a worker that knows it alone. */
interface Scene {
  readonly stack: Stack;
  readonly proxy: GrpcProxy;
  start(env?: NodeJS.ProcessEnv): WorkerUnderTest;
}

const scene = (play: (scene: Scene) => Promise<void>) => async (): Promise<void> => {
  const stack = await startStack();
  const proxy = await startGrpcProxy(stack.env.TEMPORAL_ADDRESS ?? '');
  const throughProxy = { ...stack.env, TEMPORAL_ADDRESS: proxy.address, TEMPORAL_API_KEY: 'a-key', TEMPORAL_TLS: 'false' };
  let worker: WorkerUnderTest | undefined;
  const start = (env: NodeJS.ProcessEnv = {}): WorkerUnderTest => {
    worker = startWorker({ ...throughProxy, ...env }, ...RESPONSES);
    return worker;
  };
  try {
    await play({ stack, proxy, start });
  } finally {
    worker?.kill('SIGKILL');
    await proxy.stop();
    await stack.stop();
  }
};

describeWith(['temporal'], 'how the worker process ends', () => {
  const isRevoked = (code: number) =>
    scene(async ({ proxy, start }) => {
      const worker = start();
      await worker.until(READY);
      proxy.refuse({ code, message: 'this key has been revoked' });
      expect(await worker.ended).toBe(3);
      expect(worker.said()).toMatch(/denied this worker access to namespace .*: this key has been revoked\nCheck TEMPORAL_API_KEY/);
    });

  const cannotStart = (refusal: { code: number; message: string } | null, env: NodeJS.ProcessEnv, words: RegExp) =>
    scene(async ({ proxy, start }) => {
      if (refusal !== null) proxy.refuse(refusal);
      const worker = start(env);
      const code = await worker.ended;
      expect([code, worker.said()]).toEqual([3, expect.stringMatching(words)]);
      expect(worker.said()).not.toContain(READY);
    });

  itAtOnce({
    'exits with 3 and names the namespace when that has been deleted': scene(async ({ stack, start }) => {
      const worker = start({ TEMPORAL_ADDRESS: stack.env.TEMPORAL_ADDRESS });
      await worker.until(READY);
      const namespace = stack.env.TEMPORAL_NAMESPACE ?? '';
      await stack.client.connection.operatorService.deleteNamespace({ namespace });
      expect(await worker.ended).toBe(3);
      expect(worker.said()).toContain(`has no namespace ${namespace}`);
      expect(worker.said()).toContain(`temporal operator namespace create --namespace ${namespace}`);
    }),

    'exits with 3 and names the API key when that has been revoked: unauthenticated': isRevoked(REFUSALS.unauthenticated),
    'exits with 3 and names the API key when that has been revoked: permission denied': isRevoked(REFUSALS.permissionDenied),

    'stays when Temporal refuses it once, as it may while a key is replaced': scene(async ({ stack, proxy, start }) => {
      const worker = start();
      await worker.until(READY);
      const isLook = (path: string): boolean => path.endsWith('/DescribeTaskQueue');
      proxy.refuse({ code: REFUSALS.unauthenticated, message: 'not yet', matches: isLook });
      await waitUntil(() => proxy.refusals > 0);
      // A look that is let through comes between two that are refused: they are not in a row.
      let looks = 0;
      const letsThrough = (path: string): boolean => {
        if (isLook(path)) looks += 1;
        return false;
      };
      proxy.refuse({ code: REFUSALS.unauthenticated, message: 'never', matches: letsThrough });
      await waitUntil(() => looks > 0);
      const { incidentId } = await startIncident(stack);
      await stack.until(incidentId, ({ headlineTs }) => headlineTs !== null);
      worker.kill('SIGTERM');
      expect(await worker.ended).toBe(0);
    }),

    'does not start with a namespace that is not there, exits with 3 and names it': cannotStart(
      null,
      { TEMPORAL_NAMESPACE: 'nowhere' },
      /has no namespace nowhere/,
    ),
    'does not start with a key that is refused, exits with 3 and names it': cannotStart(
      { code: REFUSALS.unauthenticated, message: 'invalid key' },
      {},
      /denied this worker access .*: .*invalid key/,
    ),

    'ends in good order when it is told to while Temporal keeps it waiting before it serves': scene(async ({ proxy, start }) => {
      proxy.refuse({ code: null, message: '', matches: (path) => path.endsWith('/ListSearchAttributes') });
      const worker = start();
      await waitUntil(() => proxy.refusals > 0);
      worker.kill('SIGTERM');
      expect(await worker.ended).toBe(0);
      expect(worker.said()).not.toContain(READY);
    }),

    'ends in good order when it is told to while Temporal is away': scene(async ({ proxy, start }) => {
      const worker = start();
      await worker.until(READY);
      proxy.setDown(true);
      await waitUntil(() => proxy.cuts > 2);
      worker.kill('SIGTERM');
      expect(await worker.ended).toBe(0);
      expect(worker.said()).toContain('worker stopped');
    }),

    'ends in good order when it is told to while Slack does not answer': scene(async ({ stack, start }) => {
      let calls = 0;
      const deaf = createServer(() => {
        calls += 1;
      }).listen(0, '127.0.0.1');
      await once(deaf, 'listening');
      try {
        const apiUrl = `http://127.0.0.1:${(deaf.address() as AddressInfo).port}/api/`;
        const worker = start({ SLACK_API_URL: apiUrl });
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
    }),
  });
});

async function startIncident(stack: Stack): Promise<{ incidentId: string }> {
  const incidentId = 'PROD-20260101-001';
  const { code, stderr } = await stack.run('start-incident', ['--incident-id', incidentId, '--title', 'Shop is down', '--no-wait']);
  if (code !== 0) throw new Error(stderr);
  return { incidentId };
}
