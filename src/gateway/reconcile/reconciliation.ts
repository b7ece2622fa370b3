import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Source } from '../../config/gateway-settings';
import { wayTo } from '../../http/proxied-fetch';
import type { AlertIntake } from '../alert-intake';
import { askAlertmanager } from './ask-alertmanager';
import { type FollowedGroups, type ReconcileTimes, SourceReconciliation, USUAL_TIMES } from './reconcile-source';

export interface ReconciliationParts {
  readonly sources: readonly Source[];
  readonly followed: FollowedGroups;
  readonly intake: AlertIntake;
  readonly log: Logger;
  readonly now: () => number;
  readonly times?: ReconcileTimes;
}

/** Reconciles each source of the type alertmanager that has a `url`, beside the webhooks and without delaying them. */
export class Reconciliation {
  private readonly sources: readonly SourceReconciliation[];
  private readonly stopping = new AbortController();
  private waking = new AbortController();
  private wokenAt = Number.NEGATIVE_INFINITY;
  private readonly now: () => number;
  private readonly times: ReconcileTimes;

  /** @throws InvalidInputError naming an unusable proxy. */
  constructor({ sources, times = USUAL_TIMES, ...parts }: ReconciliationParts) {
    this.now = parts.now;
    this.times = times;
    this.sources = sources.flatMap(({ name, type, url }) => {
      if (type !== 'alertmanager' || url === undefined) return [];
      const { fetch } = wayTo(url);
      return [new SourceReconciliation({ ...parts, times, source: name, ask: () => askAlertmanager(fetch, url, parts.now) })];
    });
  }

  /** Compares at once, and then until it is stopped. Never throws. */
  async run(): Promise<void> {
    await Promise.all(this.sources.map((source) => this.repeat(source)));
  }

  stop(): void {
    this.stopping.abort();
    this.waking.abort();
  }

  /** The same intake; after a failure, the first delivery that succeeds makes every source compare at once. */
  watch(intake: AlertIntake): AlertIntake {
    let isAway = false;
    return {
      deliver: async (alerts) => {
        const answer = await intake.deliver(alerts).catch((error: unknown) => {
          isAway = true;
          throw error;
        });
        if (isAway) this.wake();
        isAway = false;
        return answer;
      },
    };
  }

  /** Not again too soon: if Temporal comes and goes, not all groups must be read each time. */
  private wake(): void {
    const { now, times } = this;
    if (now() - this.wokenAt < times.retryMs) return;
    this.wokenAt = now();
    this.waking.abort();
    this.waking = new AbortController();
  }

  private async repeat(source: SourceReconciliation): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const { signal } = this.waking;
      const waitMs = await source.compare();
      await pause(waitMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}
