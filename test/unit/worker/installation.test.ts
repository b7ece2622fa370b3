import type { ConnectionLike } from '@temporalio/client';
import { installationOf } from '../../../src/worker/installation';

const serverWith = (describeNamespace: () => Promise<unknown>) => ({ workflowService: { describeNamespace } }) as unknown as ConnectionLike;
const HERE = { address: '127.0.0.1:7233', namespace: 'default' };

it('is the same for all workers of a namespace, and another for another server at the same address', async () => {
  const of = (id: string) =>
    installationOf(
      serverWith(async () => ({ namespaceInfo: { id } })),
      HERE,
    );
  expect(await of('a')).toBe(await of('a'));
  expect(await of('a')).not.toBe(await of('b'));
});

it('goes by address and name where the server does not tell', async () => {
  const silent = serverWith(() => Promise.reject(new Error('permission denied')));
  expect(await installationOf(silent, HERE)).toMatch(/^[0-9a-f]{16}$/);
  expect(await installationOf(silent, { ...HERE, namespace: 'other' })).not.toBe(await installationOf(silent, HERE));
});
