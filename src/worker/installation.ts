import { createHash } from 'node:crypto';
import type { ConnectionLike } from '@temporalio/client';

/**
 * Identifies this installation's containers on a shared engine. Workers of one namespace share the id; two servers never do,
 * even at the same address. If the server does not return the namespace's id, its name is used.
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
