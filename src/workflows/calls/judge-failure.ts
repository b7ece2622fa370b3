import { RetryState } from '@temporalio/common';
import { ActivityFailure, ApplicationFailure, CancelledFailure, isCancellation, TimeoutFailure } from '@temporalio/workflow';
import type { Problem } from '../../incident/model/state';
import { FAILURE_CODES } from '../../incident/text/errors';
import type { NodeFailure } from '../graph/reduce-graph';
import { SkipNode } from '../graph/skip-node';
import { ACTIVITY_LIMITS, type ActivityName } from './activity-options';

const CANCELLED: Problem = { code: 'cancelled', message: 'cancelled', mend: '' };

/** The first detail of an activity's ApplicationFailure. */
export interface FailureDetail {
  readonly mend?: string;
}

/**
 * Judges why a node failed. By this time its retries are used up or would have been pointless. Rethrows anything that is not
 * an activity failure: a defect in workflow code must fail the workflow task, not pass as a problem.
 */
export function judgeFailure(error: unknown, node: { optional: boolean }): NodeFailure {
  if (error instanceof SkipNode) return { kind: 'skipped', reason: error.message };
  if (wasCancelled(error)) return { kind: 'skipped', reason: 'the incident had already ended' };
  const problem = problemOf(error);
  if (problem.code === FAILURE_CODES.slackOff) return { kind: 'skipped', reason: problem.message };
  const isUnfixable = node.optional || problem.code === FAILURE_CODES.invalidInput;
  return { kind: isUnfixable ? 'failed' : 'blocked', problem };
}

/**
 * True if the activity was cancelled, or failed while being cancelled. An attempt under way at that moment may fail for its
 * own reason. The server no longer retries it, and it says nothing about whether it would have succeeded.
 */
export function wasCancelled(error: unknown): boolean {
  return isCancellation(error) || (error instanceof ActivityFailure && error.retryState === RetryState.CANCEL_REQUESTED);
}

/**
 * True if no worker took the activity in time. The failure does not show whether there is no worker or other probes are
 * ahead.
 */
export function wasNotTaken(error: unknown): boolean {
  return error instanceof ActivityFailure && error.cause instanceof TimeoutFailure && error.cause.timeoutType === 'SCHEDULE_TO_START';
}

/** True if the activity's attempts or its time were used up, so that further attempts may succeed. */
export function couldSucceedLater(error: unknown): boolean {
  const { retryState } = error instanceof ActivityFailure ? error : {};
  return retryState === RetryState.MAXIMUM_ATTEMPTS_REACHED || retryState === RetryState.TIMEOUT;
}

export function problemOf(error: unknown): Problem {
  if (error instanceof CancelledFailure) return CANCELLED;
  if (!(error instanceof ActivityFailure)) throw error;
  const { cause } = error;
  if (cause instanceof TimeoutFailure) return timeoutProblem(cause, error.activityType);
  if (cause instanceof ApplicationFailure) {
    const detail = (cause.details?.[0] ?? {}) as FailureDetail;
    return { code: cause.type ?? 'unknown', message: cause.message, mend: detail.mend ?? '' };
  }
  if (cause instanceof CancelledFailure) return CANCELLED;
  return { code: 'unknown', message: cause?.message ?? error.message, mend: '' };
}

function timeoutProblem(failure: TimeoutFailure, activity: string): Problem {
  if (failure.timeoutType === 'SCHEDULE_TO_START') {
    return { code: 'no_worker', message: 'no worker took this activity in time', mend: startWorker(activity) };
  }
  return { code: 'timeout', message: `timed out (${failure.timeoutType})`, mend: 'Check the worker log for this activity.' };
}

/** The command that starts a worker for the queue of an activity. */
function startWorker(activity: string): string {
  const queue = Object.hasOwn(ACTIVITY_LIMITS, activity) ? ACTIVITY_LIMITS[activity as ActivityName].taskQueue : null;
  return `Start a worker: npm start${queue === null ? '' : ` -- --queues ${queue}`}`;
}
