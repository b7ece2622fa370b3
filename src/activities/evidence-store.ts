import { createHash } from 'node:crypto';
import type { ArtifactRef } from '../incident/model/finding';
import { hideSecrets } from '../incident/text/hide-secrets';

/** Where the whole output of probes is kept, independent of the storage. */
export interface EvidenceStore {
  /** Writes or replaces one artifact of an incident. */
  keep(artifact: { readonly incidentId: string; readonly name: string; readonly text: string }): Promise<void>;
}

/**
 * Keeps a probe's whole output, and returns what refers to it. Undefined if there is nothing to keep, or it could not be kept:
 * the finding, which has the lines that matter, counts more than its artifact.
 */
export async function keepEvidence(
  store: EvidenceStore | undefined,
  incidentId: string,
  name: string,
  output: string,
): Promise<ArtifactRef | undefined> {
  if (store === undefined || output.trim() === '') return undefined;
  const text = hideSecrets(output);
  try {
    await store.keep({ incidentId, name, text });
  } catch {
    return undefined;
  }
  return { name, sha256: createHash('sha256').update(text).digest('hex'), bytes: Buffer.byteLength(text) };
}
