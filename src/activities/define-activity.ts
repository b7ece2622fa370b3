import { Context } from '@temporalio/activity';
import { CancelledFailure } from '@temporalio/common';
import type { Answer } from './interface';
import { toFailure } from './to-failure';

/** Temporal's default for activities without a priority. */
const DEFAULT_PRIORITY = 3;

/** What an activity knows about its run. */
export interface ActivityScope {
  readonly signal: AbortSignal;
  readonly attempt: number;
  readonly workflowId: string;
  readonly runId: string;
  /** 1 is the most urgent, 5 the least; the activity's priority in Temporal. */
  readonly urgency: number;
}

/**
 * Turns a plain function into an activity: passes it the cancellation signal and the attempt number, heartbeats while it
 * runs if a heartbeat is expected (cancellation arrives with heartbeats), returns the attempt with the result, and maps
 * errors.
 */
export function defineActivity<Input, Output>(
  work: (input: Input, scope: ActivityScope) => Promise<Output>,
): (input: Input) => Promise<Answer<Output>> {
  return async (input) => {
    const context = Context.current();
    const { attempt, heartbeatTimeoutMs, workflowExecution, priority } = context.info;
    const beat = heartbeatTimeoutMs ? setInterval(() => context.heartbeat(), heartbeatTimeoutMs / 3) : undefined;
    try {
      const scope = {
        signal: context.cancellationSignal,
        attempt,
        workflowId: workflowExecution?.workflowId ?? '',
        runId: workflowExecution?.runId ?? '',
        urgency: priority?.priorityKey ?? DEFAULT_PRIORITY,
      };
      return { value: await work(input, scope), attempt };
    } catch (error) {
      if (context.cancellationSignal.aborted) throw new CancelledFailure('cancelled');
      throw toFailure(error, attempt);
    } finally {
      clearInterval(beat);
    }
  };
}
