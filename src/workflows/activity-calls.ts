import { ActivityCancellationType, type ActivityOptions, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/interface';
import type { ActivityLimits } from '../incident/plan';
import { ACTIVITY_LIMITS, type ActivityName } from './activity-options';
import { RESPONSE_QUEUE } from './messages';

const proxies = proxyActivities<Activities>({ startToCloseTimeout: 1 });

/** Turns limits into the SDK's options. The workflow's own queue is left out, which lets the server dispatch eagerly. */
export function toActivityOptions(limits: ActivityLimits): ActivityOptions {
  return {
    ...(limits.taskQueue === RESPONSE_QUEUE ? {} : { taskQueue: limits.taskQueue }),
    startToCloseTimeout: limits.startToCloseMs,
    // The SDK's own default does not wait, whatever its documentation says: what was cancelled would then still be at
    // work while the next run does it again.
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    ...(limits.scheduleToStartMs === undefined ? {} : { scheduleToStartTimeout: limits.scheduleToStartMs }),
    ...(limits.scheduleToCloseMs === undefined ? {} : { scheduleToCloseTimeout: limits.scheduleToCloseMs }),
    ...(limits.heartbeatMs === undefined ? {} : { heartbeatTimeout: limits.heartbeatMs }),
    retry: {
      initialInterval: limits.retry.initialMs,
      maximumInterval: limits.retry.maximumMs,
      backoffCoefficient: limits.retry.coefficient,
      ...(limits.retry.maximumAttempts === 0 ? {} : { maximumAttempts: limits.retry.maximumAttempts }),
    },
  };
}

/** Calls an activity under a readable id, which must be new in this run: a fixed one would collide while it is pending. */
export function callActivity<Name extends ActivityName>(
  name: Name,
  input: Parameters<Activities[Name]>[0],
  about: { activityId: string; summary?: string | undefined },
): ReturnType<Activities[Name]> {
  const limits: ActivityLimits = ACTIVITY_LIMITS[name];
  const summary = about.summary === undefined ? {} : { summary: about.summary.slice(0, 200) };
  const options: ActivityOptions = {
    ...toActivityOptions(limits),
    activityId: about.activityId,
    ...summary,
  };
  const proxy = proxies[name] as { executeWithOptions(options: ActivityOptions, args: unknown[]): unknown };
  return proxy.executeWithOptions(options, [input]) as ReturnType<Activities[Name]>;
}
