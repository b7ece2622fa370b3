import type { HeartbeatSettings } from './heartbeat-settings';

/** A heartbeat: the answer of the query `heartbeat`, and what a run hands to the next. Times are RFC 3339, UTC. */
export interface HeartbeatState {
  readonly name: string;
  readonly settings: HeartbeatSettings;
  readonly watchedSince: string;
  /** The latest feed; null if there was none. */
  readonly lastFedAt: string | null;
  readonly feeds: number;
  /** The deadline that it missed; null while it is not late. */
  readonly lateSince: string | null;
  /** How many alerts were handed over: one when it becomes late, one when it no longer is. */
  readonly reports: number;
}

export function watchedFrom(name: string, settings: HeartbeatSettings, watchedSince: string): HeartbeatState {
  return { name, settings, watchedSince, lastFedAt: null, feeds: 0, lateSince: null, reports: 0 };
}

/** It must have been fed before this time. */
export function deadlineOf({ settings, watchedSince, lastFedAt }: HeartbeatState): string {
  return new Date(Date.parse(lastFedAt ?? watchedSince) + settings.everyMs + settings.graceMs).toISOString();
}

/** True if the deadline has passed at that time. */
export function isMissed(state: HeartbeatState, at: string): boolean {
  return deadlineOf(state) <= at;
}

/** After a feed. One that is older than the latest is only counted. */
export function withFeed(state: HeartbeatState, at: string): HeartbeatState {
  const isLater = state.lastFedAt === null || at > state.lastFedAt;
  return { ...state, feeds: state.feeds + 1, lastFedAt: isLater ? at : state.lastFedAt };
}

/** The heartbeat once it has become late, or no longer is. */
export function withReport(state: HeartbeatState, isLate: boolean): HeartbeatState {
  return { ...state, lateSince: isLate ? deadlineOf(state) : null, reports: state.reports + 1 };
}
