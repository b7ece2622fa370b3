import { setTimeout as pause } from 'node:timers/promises';
import { ServiceUnreachableError } from './errors';
import type { IncidentClient } from './incident-client';
import type { Reading } from './read-state';

const POLL_MS = 200;

export interface FollowOptions {
  /** Undefined: no limit. */
  readonly timeoutMs?: number | undefined;
  readonly onReading: (reading: Reading) => void;
  /** The server has stopped answering, or answers again (null). */
  readonly onTrouble: (message: string | null) => void;
  /** When it is over. */
  readonly isOver: (reading: Reading) => boolean;
}

/** Reads again and again until it is over. Resolves with the last reading, or null when the time was over first. */
export async function follow(incidents: IncidentClient, incidentId: string, options: FollowOptions): Promise<Reading | null> {
  const giveUpAt = options.timeoutMs === undefined ? Number.POSITIVE_INFINITY : Date.now() + options.timeoutMs;
  let inTrouble = false;
  while (Date.now() < giveUpAt) {
    try {
      const reading = await incidents.read(incidentId);
      if (inTrouble) options.onTrouble(null);
      inTrouble = false;
      options.onReading(reading);
      if (reading.status !== 'RUNNING' || options.isOver(reading)) return reading;
    } catch (error) {
      if (!(error instanceof ServiceUnreachableError)) throw error;
      if (!inTrouble) options.onTrouble(error.message);
      inTrouble = true;
    }
    await pause(POLL_MS);
  }
  return null;
}
