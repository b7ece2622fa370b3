import type { CauseKind } from './cause-kind';
import type { Signal } from './service';

/**
 * One thing that a probe observed, in the form that causes are inferred from. Its finding says which probe observed it; a fact
 * is never shown without that finding.
 */
export type Fact = MetricFact | StateFact | ChangeFact | MentionFact;

interface About {
  /** The service that it is about, by name; null if it is about the finding's target, or nothing in particular. */
  readonly service: string | null;
  /** One sentence without a full stop, at most 200 characters. Untrusted text. */
  readonly text: string;
}

/** A metric around the time of the trouble, compared with its own history. */
export interface MetricFact extends About {
  readonly kind: 'metric';
  /** The metric's name in the services file, or the probe's id. */
  readonly metric: string;
  readonly signal: Signal;
  /** `unclear`: too few samples, around the trouble or before it. */
  readonly verdict: 'usual' | 'unusual' | 'unclear';
  /**
   * Distance from the usual range in robust standard deviations, at most 100. Positive is worse, negative better; for traffic,
   * positive is more, negative less. 0 within the range.
   */
  readonly deviation: number;
  /** The same of the change since just before the trouble: a level that was there before has none. Null if it is unknown. */
  readonly change: number | null;
  /** The level around the trouble: the mean of its worse third; null without samples. */
  readonly value: number | null;
  /** The level just before the trouble; null without samples. */
  readonly before: number | null;
  /** The median of the history; null without one. */
  readonly usual: number | null;
  /** The range in which nearly all of the history lies. */
  readonly usualRange: readonly [number, number] | null;
  readonly unit: string | null;
  /** When it left its usual range (ISO 8601); null if it did not, or it is unknown. */
  readonly since: string | null;
}

/** Something is in a state that is a cause, or is known not to be. */
export interface StateFact extends About {
  readonly kind: 'state';
  readonly cause: CauseKind;
  /** True: it is so. False: it was looked at, and it is not so, which counts against the cause. */
  readonly holds: boolean;
}

/** Something was changed: a deployment, a rollout, a configuration. */
export interface ChangeFact extends About {
  readonly kind: 'change';
  /** When (ISO 8601). */
  readonly at: string;
  /** Whoever made it; null if unknown. */
  readonly by: string | null;
  readonly link: string | null;
}

/** What a target, a log or the alert itself says about the cause. Hearsay, and so weaker than what a probe saw itself. */
export interface MentionFact extends About {
  readonly kind: 'mention';
  readonly cause: CauseKind;
  /** What it says is broken, such as `database`; null if it does not say. */
  readonly component: string | null;
}
