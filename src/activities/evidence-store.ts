import { createHash } from 'node:crypto';
import type { Finding } from '../incident/model/finding';
import { hideSecrets } from '../incident/text/hide-secrets';
import { StorageError } from './storage-error';

/** Where the whole output of probes is kept, independent of the storage. */
export interface EvidenceStore {
  /** Writes or replaces one artifact of an incident. @throws StorageError */
  keep(artifact: { readonly incidentId: string; readonly name: string; readonly text: string }): Promise<void>;
}

/**
 * Keeps a probe's whole output, and returns what the finding says of it. Nothing if there is no output. If it could not be kept,
 * the finding says why: the lines that matter, which it has, count more than its artifact.
 */
export async function keepEvidence(
  store: EvidenceStore | undefined,
  incidentId: string,
  name: string,
  output: string,
): Promise<Pick<Finding, 'artifact' | 'artifactProblem'>> {
  if (store === undefined || output.trim() === '') return {};
  const text = hideSecrets(output);
  try {
    await store.keep({ incidentId, name, text });
  } catch (error) {
    return { artifactProblem: error instanceof StorageError ? error.reason : "the worker's log says why" };
  }
  return { artifact: { name, sha256: createHash('sha256').update(text).digest('hex'), bytes: Buffer.byteLength(text) } };
}
