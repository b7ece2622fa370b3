import type { ActivityOptions, LocalActivityOptions } from '@temporalio/workflow';

/** Temporal is the only service behind these activities, so they are tried until they succeed. */
const RETRY = { initialInterval: 500, maximumInterval: 30_000, backoffCoefficient: 2 } as const;

export const ACTIVITY_OPTIONS: ActivityOptions = { startToCloseTimeout: 30_000, retry: RETRY };

/** Done within the workflow's own task, at the cost of one event. */
export const LOCAL_OPTIONS: LocalActivityOptions = {
  startToCloseTimeout: 10_000,
  retry: RETRY,
  // A longer wait becomes a timer, which frees the worker's slot: what is waited for may need that slot.
  localRetryThreshold: 1_000,
};
