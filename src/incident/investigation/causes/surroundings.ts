import type { Incident } from '../../model/incident';
import { type ServiceScope, SIGNALS, type Signal } from '../../model/investigation/service';

/** What is known around the findings. */
export interface Surroundings {
  readonly scope: ServiceScope;
  /** When the trouble began. */
  readonly startedAt: string;
  /** What the alert is about; null if it does not say. */
  readonly signal: Signal | null;
}

/** The label `signal` says what an alert is about. Words of its title never decide. */
export function surroundingsOf({ startedAt, labels }: Pick<Incident, 'startedAt' | 'labels'>, scope: ServiceScope): Surroundings {
  const given = Object.hasOwn(labels, 'signal') ? labels.signal : undefined;
  return { scope, startedAt, signal: SIGNALS.find((signal) => signal === given) ?? null };
}
