import type { HeartbeatReport } from '../incident/heartbeats/heartbeat-report';
import type { HeartbeatSettings } from '../incident/heartbeats/heartbeat-settings';
import type { Answer } from './interface';

/** Run as a local activity first; as an ordinary one, for other workers to answer, if this worker does not know the heartbeat. */
export interface LocalHeartbeatActivities {
  /** The configured settings of a heartbeat; null if it is not configured. */
  lookUpHeartbeat(input: { readonly name: string }): Promise<Answer<HeartbeatSettings | null>>;
}

/** Activities of a watched heartbeat, as its workflow sees them. */
export interface HeartbeatActivities {
  /** Hands an alert to its group. */
  reportHeartbeat(report: HeartbeatReport): Promise<Answer<null>>;
}
