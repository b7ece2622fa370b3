import type { HeartbeatReport } from '../../incident/heartbeats/heartbeat-report';
import { HEARTBEAT_SOURCE } from '../../incident/model/incident';
import type { AlertClient } from './alert-client';

/** Hands the alerts of heartbeats to their groups, as the gateway does with those of other senders. Safe to repeat. */
export function createHeartbeatReporter(alerts: AlertClient): (report: HeartbeatReport) => Promise<void> {
  return async ({ event, users, messageId, at }) => {
    await alerts.deliver({ instance: HEARTBEAT_SOURCE, events: [event], messageId, bodyDigest: '', receivedAt: at, users });
  };
}
