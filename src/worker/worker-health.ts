import type { Worker } from '@temporalio/worker';
import { ConfigError } from '../config/config-error';
import { keepHealthFile } from './health-file';
import type { TemporalWatch } from './watch-temporal';
import { workProblem } from './work-problem';

/** The state of this process's workers, for the container's health check. */
export class WorkerHealth {
  private serving: { readonly since: number; readonly workers: readonly Worker[]; readonly watch: TemporalWatch } | null = null;
  private isStopping = false;

  /** Marks the workers as serving their queues from now on. */
  serves(workers: readonly Worker[], watch: TemporalWatch): void {
    this.serving = { since: Date.now(), workers, watch };
  }

  stops(): void {
    this.isStopping = true;
  }

  /** Why the process is not working; null if it is. */
  problem(): string | null {
    return workProblem({
      now: Date.now(),
      servingSince: this.serving?.since ?? null,
      isStopping: this.isStopping,
      seenAt: this.serving?.watch.seenAt() ?? null,
      runningActivities: this.serving?.workers.reduce((sum, worker) => sum + worker.getStatus().numInFlightActivities, 0) ?? 0,
    });
  }

  /** Keeps the file up to date; returns a function that stops it. @throws ConfigError if it cannot be written. */
  reportTo(file: string | null): () => void {
    if (file === null) return () => {};
    try {
      return keepHealthFile(file, () => this.problem());
    } catch (error) {
      const problem = `cannot be written: ${(error as Error).message}`;
      throw new ConfigError([{ path: 'INCIDENT_HEALTH_FILE', problem, allowed: 'a file in an existing folder' }]);
    }
  }
}
