import { setTimeout as pause } from 'node:timers/promises';
import { ServiceUnreachableError } from './errors';
import type { IncidentClient } from './incident-client';
import type { Look, Reading } from './read-state';

/** An activity that is tried again makes no event. */
const LOOK_EVERY_MS = 2_000;
/** One change makes several events: they are waited for, so that the state is asked for once. */
const SETTLE_MS = 300;

export interface FollowOptions {
  /** How often the server is asked for what history does not tell; default: every 2 s. */
  readonly lookEveryMs?: number;
  /** Undefined: no limit. */
  readonly timeoutMs?: number | undefined;
  readonly onReading: (reading: Reading) => void;
  /** The server has stopped defineActivity, or answers again (null). */
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
export type Followable = Pick<IncidentClient, 'look' | 'readAt' | 'hear'>;

const TIME_UP = Symbol('time up');

/**
 * Follows an incident until it is over, or until the time is. Its whole state is asked for when its history has grown,
 * and again while no worker has given it; otherwise the server alone is asked, now and then. An incident is never waited
 * for longer than asked.
 */
export async function follow(incidents: Followable, incidentId: string, options: FollowOptions): Promise<Followed> {
  const { timeoutMs, lookEveryMs = LOOK_EVERY_MS, onReading, onTrouble, isOver } = options;
  const stop = new AbortController();
  const limit = timeoutMs === undefined ? new Promise<never>(() => {}) : pause(timeoutMs, TIME_UP, { signal: stop.signal });
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

/** An incident as it was read last, and how much of its history that takes in. */
class View {
  reading: Reading | null = null;
  private lookDueAt = 0;
  private runId: string | null = null;
  private isHearing = false;
  /** Events of the run that the reading takes in, and events that there are. */
  private readLength = 0;
  private heardLength = 0;
  /** End the sleep: on an event, and in any case. */
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

  /** Until the time is over, it is to stop, or, where it may be woken, an event comes. */
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

  /** What has ended, with its run or because the server did not answer, is begun again at a later look. */
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
