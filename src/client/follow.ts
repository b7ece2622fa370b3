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
export interface Followed {
  /** The last that was read; null when nothing could be read in that time. */
  readonly reading: Reading | null;
  /** False: the time was over first. */
  readonly isOver: boolean;
}

/** Reads again and again until it is over, or until the time is. An incident is never waited for longer than asked. */
export async function follow(incidents: Pick<IncidentClient, 'read'>, incidentId: string, options: FollowOptions): Promise<Followed> {
  const { timeoutMs, onReading, onTrouble, isOver } = options;
  const timeUp = new AbortController();
  const limit = timeoutMs === undefined ? new Promise<never>(() => {}) : pause(timeoutMs, null, { signal: timeUp.signal });
  let reading: Reading | null = null;
  let inTrouble = false;
  try {
    for (;;) {
      try {
        const next = await Promise.race([incidents.read(incidentId), limit]);
        if (next === null) return { reading, isOver: false };
        reading = next;
        if (inTrouble) onTrouble(null);
        inTrouble = false;
        onReading(reading);
        if (reading.status !== 'RUNNING' || isOver(reading)) return { reading, isOver: true };
      } catch (error) {
        if (!(error instanceof ServiceUnreachableError)) throw error;
        if (!inTrouble) onTrouble(error.message);
        inTrouble = true;
      }
      if ((await Promise.race([pause(POLL_MS, 'again'), limit])) === null) return { reading, isOver: false };
    }
  } finally {
    timeUp.abort();
    limit.catch(() => undefined);
  }
}
