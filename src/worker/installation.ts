import { createHash } from 'node:crypto';
import type { ConnectionLike } from '@temporalio/client';

/**
 * Tells this installation's containers from those of others on the same engine: workers of one namespace share it, and
 * two servers never do, even at the same address. Where the server does not tell the namespace's id, its name stands for it.
 */
export async function installationOf(
  connection: ConnectionLike,
  { address, namespace }: { address: string; namespace: string },
): Promise<string> {
  const id = await connection.workflowService.describeNamespace({ namespace }).then(
    ({ namespaceInfo }) => namespaceInfo?.id,
    () => undefined,
  );
  return createHash('sha256')
    .update(id || `${address}/${namespace}`)
    .digest('hex')
    .slice(0, 16);
}
