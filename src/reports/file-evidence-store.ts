import { lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { EvidenceStore } from '../activities/evidence-store';
import { replaceFile } from './replace-file';
import { linkError, storageErrorOf } from './storage-error-of';

/** Keeps artifacts as `<incident id>.evidence/<name>` beside the reports. Only their owner can read them: they are unabridged. */
export function createFileEvidenceStore(folder: string): EvidenceStore {
  return {
    async keep({ incidentId, name, text }) {
      const own = join(folder, `${incidentId}.evidence`);
      try {
        await mkdir(own, { recursive: true, mode: 0o700 });
        if ((await lstat(own)).isSymbolicLink()) throw linkError(own);
        await replaceFile(join(own, name), text, 0o600);
      } catch (error) {
        throw storageErrorOf(error, own);
      }
    },
  };
}
