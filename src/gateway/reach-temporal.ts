import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';

const TRY_EVERY_MS = 1_000;

/** Tries until Temporal has answered once. Each reason why it does not is logged once. */
export async function reachTemporal(reach: () => Promise<void>, log: Logger, isStopped: () => boolean): Promise<void> {
  let told = '';
  while (!isStopped()) {
    try {
      return await reach();
    } catch (error) {
      const { message: problem, hint } = error as Error & { hint?: string };
      if (problem !== told) log.warn({ problem, mend: hint }, 'waiting for Temporal; until then, alerts are answered with 503');
      told = problem;
    }
    await pause(TRY_EVERY_MS, undefined, { ref: false });
  }
}
