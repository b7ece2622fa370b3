import {
  ActivityCancellationType,
  type ActivityOptions,
  type LocalActivityOptions,
  proxyActivities,
  proxyLocalActivities,
} from '@temporalio/workflow';
import type { Activities } from '../activities/interface';
import type { ActivityLimits } from '../incident/plan';
import { ACTIVITY_LIMITS, type ActivityName, RESPONSE_QUEUE } from './activity-options';

const proxies = proxyActivities<Activities>({ startToCloseTimeout: 1 });
const localProxies = proxyLocalActivities<Activities>({ startToCloseTimeout: 1 });

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

/** A local activity has neither an id of our choice nor a queue, and nobody waits for its beats. */
function toLocalOptions(limits: ActivityLimits): LocalActivityOptions {
  const { startToCloseTimeout = limits.startToCloseMs, retry = {} } = toActivityOptions(limits);
  return { startToCloseTimeout, retry };
}

/** Calls an activity under a readable id, which must be new in this run: a fixed one would collide while it is pending. */
export function callActivity<Name extends ActivityName>(
  name: Name,
  input: Parameters<Activities[Name]>[0],
  about: { activityId: string; summary?: string | undefined },
): ReturnType<Activities[Name]> {
  const limits: ActivityLimits = ACTIVITY_LIMITS[name];
  const summary = about.summary === undefined ? {} : { summary: about.summary.slice(0, 200) };
  if (limits.local) {
    const local = localProxies[name] as { executeWithOptions(options: LocalActivityOptions, args: unknown[]): unknown };
    return local.executeWithOptions({ ...toLocalOptions(limits), ...summary }, [input]) as ReturnType<Activities[Name]>;
  }
  const options: ActivityOptions = {
    ...toActivityOptions(limits),
    activityId: about.activityId,
    ...summary,
  };
  const proxy = proxies[name] as { executeWithOptions(options: ActivityOptions, args: unknown[]): unknown };
  return proxy.executeWithOptions(options, [input]) as ReturnType<Activities[Name]>;
}
