import { setTimeout as pause } from 'node:timers/promises';
import { ServiceUnreachableError } from './errors';
import type { IncidentClient } from './incident-client';
import type { Look, Reading } from './read-state';

/** A retried activity adds no event to the history, so the server is also polled. */
const LOOK_EVERY_MS = 2_000;
/** One change produces several events. Waiting for all of them saves reading the state several times. */
const SETTLE_MS = 300;

export interface FollowOptions {
  /** How often to poll the server for what history does not show; default: every 2 s. */
  readonly lookEveryMs?: number;
  /** Undefined: no limit. */
  readonly timeoutMs?: number | undefined;
  /** Ends it as the time limit does. */
  readonly until?: AbortSignal;
  readonly onReading: (reading: Reading) => void;
  /** The server stopped answering (a message), or is answering again (null). */
  readonly onTrouble: (message: string | null) => void;
  /** True if following can stop. */
  readonly isOver: (reading: Reading) => boolean;
}
export interface Followed {
  /** The last reading; null if nothing could be read in time. */
  readonly reading: Reading | null;
  /** False: the time ran out first. */
  readonly isOver: boolean;
}
export type Followable = Pick<IncidentClient, 'look' | 'readAt' | 'hear'>;

const TIME_UP = Symbol('time up');

/**
 * Follows an incident until `isOver` holds or the time runs out. Its full state is read when the history has grown, and
 * repeatedly while no worker has answered; otherwise only the server is polled. It never waits longer than the limit.
 */
export async function follow(incidents: Followable, incidentId: string, options: FollowOptions): Promise<Followed> {
  const { timeoutMs, until, lookEveryMs = LOOK_EVERY_MS, onReading, onTrouble, isOver } = options;
  const stop = new AbortController();
  const limit = Promise.race([
    timeoutMs === undefined ? new Promise<never>(() => {}) : pause(timeoutMs, TIME_UP, { signal: stop.signal }),
    ended(until, stop.signal),
  ]);
  const view = new View(incidents, incidentId, lookEveryMs, stop.signal);
  let inTrouble = false;
  try {
    for (;;) {
      try {
        const reading = await Promise.race([view.refresh(), limit]);
        if (reading === TIME_UP) break;
        if (inTrouble) onTrouble(null);
        inTrouble = false;
        onReading(reading);
        if (reading.status !== 'RUNNING' || isOver(reading)) return { reading, isOver: true };
      } catch (error) {
        if (!(error instanceof ServiceUnreachableError)) throw error;
        if (!inTrouble) onTrouble(error.message);
        inTrouble = true;
      }
      if ((await Promise.race([view.isOutOfDate(), limit])) === TIME_UP) break;
    }
    return { reading: view.reading, isOver: false };
  } finally {
    stop.abort();
    limit.catch(() => undefined);
  }
}

/** Resolves once `until` fires; never if there is none. */
async function ended(until: AbortSignal | undefined, stop: AbortSignal): Promise<typeof TIME_UP> {
  return new Promise((resolve) => {
    if (until?.aborted) resolve(TIME_UP);
    until?.addEventListener('abort', () => resolve(TIME_UP), { once: true, signal: stop });
  });
}

/** The last reading of an incident, and how much of its history that reading covers. */
class View {
  reading: Reading | null = null;
  private lookDueAt = 0;
  private runId: string | null = null;
  private isHearing = false;
  /** Number of events that the last reading covers, and number of events seen so far. */
  private readLength = 0;
  private heardLength = 0;
  /** `wake` ends the sleep on a new event, `end` ends it in any case. */
  private wake: () => void = () => {};
  private end: () => void = () => {};

  constructor(
    private readonly incidents: Followable,
    private readonly incidentId: string,
    private readonly lookEveryMs: number,
    private readonly stop: AbortSignal,
  ) {
    stop.addEventListener('abort', () => this.end(), { once: true });
  }

  async refresh(): Promise<Reading> {
    const { reading } = this;
    const look = reading === null || performance.now() >= this.lookDueAt ? await this.look() : reading;
    const length = Math.max(look.historyLength, this.heardLength);
    if (reading !== null && reading.state !== null && reading.runId === look.runId && length <= this.readLength) {
      this.reading = { ...reading, ...look };
    } else {
      this.reading = await this.incidents.readAt(look);
      this.readLength = length;
    }
    return this.reading;
  }

  /** Resolves when there may be something new. */
  async isOutOfDate(): Promise<void> {
    if (this.heardLength <= this.readLength) await this.sleep(Math.max(0, this.lookDueAt - performance.now()), true);
    if (this.heardLength > this.readLength) await this.sleep(SETTLE_MS, false);
  }

  /** Sleeps until the time is up, following stops, or (if it may be woken) an event arrives. */
  private async sleep(ms: number, mayBeWoken: boolean): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.end = () => {
        clearTimeout(timer);
        resolve();
      };
      if (mayBeWoken) this.wake = this.end;
    });
    this.wake = () => {};
  }

  private async look(): Promise<Look> {
    this.lookDueAt = performance.now() + this.lookEveryMs;
    const look = await this.incidents.look(this.incidentId);
    if (look.runId !== this.runId) {
      this.runId = look.runId;
      this.isHearing = false;
      this.readLength = 0;
      this.heardLength = 0;
    }
    if (!this.isHearing) this.hear(look);
    return look;
  }

  /**
   * Starts listening to a run. If listening ends, with the run or because the server is not answering, a later look starts
   * it again.
   */
  private hear(look: Look): void {
    const isCurrent = (): boolean => this.runId === look.runId;
    this.isHearing = true;
    const ended = this.incidents.hear(look, this.stop, (length) => {
      if (!isCurrent()) return;
      this.heardLength = Math.max(this.heardLength, length);
      this.wake();
    });
    void ended.then(() => {
      if (isCurrent()) this.isHearing = false;
    });
  }
}
