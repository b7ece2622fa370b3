import type { HeartbeatReport } from '../incident/heartbeats/heartbeat-report';
import type { HeartbeatSettings } from '../incident/heartbeats/heartbeat-settings';
import type { Answer } from './interface';

/** Done within the workflow's own task, and asked of other workers if this one does not know the heartbeat. */
export interface LocalHeartbeatActivities {
  /** The configured settings of a heartbeat; null if it is not configured. */
  lookUpHeartbeat(input: { readonly name: string }): Promise<Answer<HeartbeatSettings | null>>;
}

/** Activities of a watched heartbeat, as its workflow sees them. */
export interface HeartbeatActivities {
  /** Hands an alert to its group. */
  reportHeartbeat(report: HeartbeatReport): Promise<Answer<null>>;
}
