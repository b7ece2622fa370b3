import type { Logger } from 'pino';
import type { EvidenceStore } from '../activities/evidence-store';

/** Says in the log once that evidence cannot be kept, and once that it is kept again: otherwise every probe would say so. */
export function warnAboutEvidence(store: EvidenceStore, log: Logger): EvidenceStore {
  let isLost = false;
  return {
    async keep(artifact) {
      try {
        await store.keep(artifact);
      } catch (error) {
        const { message, hint } = error as Error & { hint?: string };
        if (!isLost) log.warn({ problem: message, mend: hint }, "couldn't keep the whole output of a probe; its finding says so");
        isLost = true;
        throw error;
      }
      if (isLost) log.info('the whole output of probes is kept again');
      isLost = false;
    },
  };
}
