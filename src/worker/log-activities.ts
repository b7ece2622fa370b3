import type { Context } from '@temporalio/activity';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import type { Logger } from 'pino';
import { withoutSecrets } from '../activities/to-failure';
import { type Plan, placeInPlan } from '../incident/model/plan';
import { cleanLine } from '../incident/text/clean-text';

const MAX_PROBLEM = 1_000;

/**
 * One line at the end of every attempt of an activity, so that the log shows an incident's course. Inputs and outputs are
 * not logged, because they may belong to a private incident.
 */
export function logActivities(log: Logger, plan: Plan): ActivityInterceptorsFactory {
  return ({ info, cancellationSignal }: Context) => ({
    inbound: {
      async execute(input, next) {
        const { activityId, activityType: activity, attempt } = info;
        const startedAt = performance.now();
        const about = {
          incident: info.workflowExecution?.workflowId,
          ...placeInPlan(plan, activity, activityId),
          activity,
          activityId,
          attempt,
        };
        const durationMs = (): number => Math.round(performance.now() - startedAt);
        try {
          const answer = await next(input);
          log.info({ ...about, durationMs: durationMs(), outcome: 'done' }, 'activity ended');
          return answer;
        } catch (error) {
          if (error instanceof CancelledFailure || cancellationSignal.aborted)
            log.info({ ...about, durationMs: durationMs(), outcome: 'cancelled' }, 'activity ended');
          else log.warn({ ...about, durationMs: durationMs(), outcome: 'failed', ...problemOf(error) }, 'activity ended');
          throw error;
        }
      },
    },
  });
}

function problemOf(error: unknown): { code: string; problem: string } {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof ApplicationFailure ? error.type : undefined;
  return { code: code ?? 'unexpected', problem: cleanLine(withoutSecrets(message), MAX_PROBLEM) };
}
