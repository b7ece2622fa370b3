import { firingAlerts } from '../model/firing-alerts';
import { HEARTBEAT_SOURCE, type NormalizedEvent } from '../model/incident';
import { formatDuration } from '../text/durations';
import type { HeartbeatState } from './heartbeat-state';

/** An alert of a heartbeat, for its group. */
export interface HeartbeatReport {
  readonly event: NormalizedEvent;
  readonly users: readonly string[];
  /** The same in each retry, and in no other report. */
  readonly messageId: string;
  /** RFC 3339, UTC. */
  readonly at: string;
}

/** What to report of a heartbeat that has just become late, or no longer is. */
export function heartbeatReport(state: HeartbeatState, at: string, isConfigured = true): HeartbeatReport {
  const { name, settings, watchedSince, lateSince, reports } = state;
  const fingerprint = `${HEARTBEAT_SOURCE}:${name}`;
  const title = `No heartbeat from ${name}`;
  const { severity, users } = settings;
  return {
    event: {
      source: HEARTBEAT_SOURCE,
      status: lateSince === null ? 'resolved' : 'firing',
      severity,
      severityDefaulted: false,
      severityRaw: severity,
      title,
      alertName: title,
      description: isConfigured ? describe(state) : `${name} is no longer configured, so it is no longer watched.`,
      fingerprint,
      startedAt: lateSince ?? at,
      links: [],
      labels: { heartbeat: name },
      problems: [],
      statusNote: null,
      firing: firingAlerts(lateSince === null ? [] : [{ fingerprint, startedAt: lateSince }]),
    },
    users,
    messageId: `${name} ${watchedSince} ${reports}`,
    at,
  };
}

function describe({ name, settings: { everyMs, graceMs }, watchedSince, lastFedAt, lateSince }: HeartbeatState): string {
  const fed =
    lastFedAt === null ? `${name} has never been fed. It has been watched since ${watchedSince}.` : `${name} was last fed at ${lastFedAt}.`;
  if (lateSince === null) return fed;
  const needed = `It has to be fed every ${formatDuration(everyMs)}, and may be ${formatDuration(graceMs)} late.`;
  return `${fed} ${needed} Check whether the job that feeds it still runs, and whether it reaches the gateway.`;
}
