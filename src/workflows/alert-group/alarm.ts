import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';
import { now } from '../state/now';

/**
 * A timer that is only set anew if it must ring earlier. Deadlines move with every delivery, and a new timer each time would
 * double the events of the history; one that rings too early is set again.
 */
export class Alarm {
  private at: string | null = null;
  private scope: CancellationScope | null = null;

  /** Rings at that time (RFC 3339) or, if it is already set for an earlier one, then. Null leaves it as it is. */
  setFor(at: string | null, summary: string): void {
    if (at === null || (this.at !== null && this.at <= at)) return;
    this.scope?.cancel();
    this.at = at;
    const scope = new CancellationScope();
    this.scope = scope;
    void scope
      .run(() => sleep(Math.max(1, Date.parse(at) - Date.parse(now())), { summary }))
      .then(() => this.ring(scope))
      .catch((error: unknown) => {
        if (!isCancellation(error)) throw error;
      });
  }

  /** True if it is not set, because it rang or never was. */
  get isSilent(): boolean {
    return this.at === null;
  }

  private ring(scope: CancellationScope): void {
    if (this.scope !== scope) return;
    this.at = null;
    this.scope = null;
  }
}
