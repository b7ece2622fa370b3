import type { Priority } from '@temporalio/common';
import { ActivityCancellationType, type ActivityOptions, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/interface';
import type { ActivityLimits } from '../../incident/model/plan';
import { type Severity, urgencyOf } from '../../incident/model/severity';
import { limitedId, limitedSummary } from '../../incident/text/limited-text';
import { CONTAINERS_QUEUE, RESPONSE_QUEUE } from '../contract/messages';
import { ACTIVITY_LIMITS, type ActivityName } from './activity-options';

const proxies = proxyActivities<Activities>({ startToCloseTimeout: 1 });

/** Turns limits into the SDK's options. The workflow's own queue is omitted, which lets the server dispatch eagerly. */
export function toActivityOptions(limits: ActivityLimits): ActivityOptions {
  return {
    ...(limits.taskQueue === RESPONSE_QUEUE ? {} : { taskQueue: limits.taskQueue }),
    startToCloseTimeout: limits.startToCloseMs,
    // Contrary to its documentation, the SDK's default does not wait. Cancelled work would then still be running while the
    // next run does it again.
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

export interface CallAbout {
  /**
   * Readable, and new in this run, because a fixed id would collide while an activity with that id is pending. It is cut
   * here if it is too long.
   */
  readonly activityId: string;
  /** One line for the Temporal UI; cut here if it is too long. */
  readonly summary?: string | undefined;
  /** Limit for all attempts together, if it is shorter than the activity's own limits. */
  readonly withinMs?: number;
  /** Limit for the time until a worker takes it. */
  readonly takenWithinMs?: number;
  /** Limit for the number of attempts, if it is lower than the activity's own. */
  readonly attempts?: number;
}

/** Temporal's priority keys go from 1 to 5. */
const LEAST_URGENT = 5;

/** Calls the activities of one incident at its current priority: a raised severity applies from the next call on. */
export class ActivityCaller {
  constructor(
    private readonly incidentId: string,
    private readonly severity: () => Severity,
  ) {}

  call<Name extends ActivityName>(name: Name, input: Parameters<Activities[Name]>[0], about: CallAbout): ReturnType<Activities[Name]> {
    const usual: ActivityLimits = ACTIVITY_LIMITS[name];
    const { attempts } = about;
    const limits = attempts === undefined ? usual : { ...usual, retry: { ...usual.retry, maximumAttempts: attempts } };
    const options: ActivityOptions = {
      ...toActivityOptions(limits),
      activityId: limitedId(about.activityId),
      priority: this.priorityOf(limits),
      ...(about.withinMs === undefined ? {} : { scheduleToCloseTimeout: about.withinMs }),
      ...(about.takenWithinMs === undefined ? {} : { scheduleToStartTimeout: about.takenWithinMs }),
      ...(about.summary === undefined ? {} : { summary: limitedSummary(about.summary) }),
    };
    const proxy = proxies[name] as { executeWithOptions(options: ActivityOptions, args: unknown[]): unknown };
    return proxy.executeWithOptions(options, [input]) as ReturnType<Activities[Name]>;
  }

  /** What people wait for goes before the rest of the incident; one incident's probes do not crowd out another's. */
  private priorityOf({ taskQueue, mayWait }: ActivityLimits): Priority {
    const priorityKey = Math.min(LEAST_URGENT, urgencyOf(this.severity()) + (mayWait ? 1 : 0));
    return taskQueue === CONTAINERS_QUEUE ? { priorityKey, fairnessKey: this.incidentId.slice(0, 64) } : { priorityKey };
  }
}
