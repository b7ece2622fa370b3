import { setTimeout as pause } from 'node:timers/promises';

/** So many steps towards war rooms that began within `WINDOW_MS` mean that several incidents have come at once; one makes three. */
const MANY_STEPS = 10;
const WINDOW_MS = 500;
/** A probe is worth having in any case: it waits no longer than this. */
const LONGEST_WAIT_MS = 8_000;

/**
 * Lets probes wait while several incidents at once are on their way to their war rooms: their containers would take the
 * same processors. It knows of its own process only, and a worker on another machine takes nothing from this one.
 */
export class RoomsFirst {
  private readonly steps: number[] = [];

  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  /** A step towards a war room begins. */
  note(): void {
    this.steps.push(this.nowMs());
    if (this.steps.length > MANY_STEPS) this.steps.shift();
  }

  /** True while so many began lately that a probe should wait. */
  get isBusy(): boolean {
    const [oldest] = this.steps;
    return this.steps.length === MANY_STEPS && oldest !== undefined && this.nowMs() - oldest < WINDOW_MS;
  }

  /** Resolves when it is no longer busy, or at the latest after eight seconds. Rejects when `signal` aborts. */
  async waitUntilClear(signal?: AbortSignal): Promise<void> {
    const giveUpAt = this.nowMs() + LONGEST_WAIT_MS;
    while (this.isBusy && this.nowMs() < giveUpAt) await pause(WINDOW_MS / 5, undefined, signal === undefined ? {} : { signal });
  }
}
