import type { HeartbeatReport } from '../incident/heartbeats/heartbeat-report';
import type { HeartbeatSettings } from '../incident/heartbeats/heartbeat-settings';
import { defineActivity } from './define-activity';
import type { HeartbeatActivities, LocalHeartbeatActivities } from './heartbeat-interface';

export interface HeartbeatDependencies {
  /** The configured heartbeats, by name. */
  readonly heartbeats: ReadonlyMap<string, HeartbeatSettings>;
  /** Hands an alert to its group. Safe to repeat. */
  readonly report: (report: HeartbeatReport) => Promise<void>;
}

/** How a watched heartbeat learns of the configuration, and how it reports. */
export function heartbeatActivities({ heartbeats, report }: HeartbeatDependencies): HeartbeatActivities & LocalHeartbeatActivities {
  return {
    lookUpHeartbeat: defineActivity(async ({ name }) => heartbeats.get(name) ?? null),
    reportHeartbeat: defineActivity(async (alert) => {
      await report(alert);
      return null;
    }),
  };
}
