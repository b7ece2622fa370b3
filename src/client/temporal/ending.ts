import type { IncidentState } from '../../incident/model/state';
import { utcTime } from '../../incident/text/utc-time';

/** How an incident that is over ended: `resolved by ann at 2026-01-01 10:00 UTC`. */
export function endingOf({ status, resolvedBy, resolvedAt, timeline, closedAt }: IncidentState): string {
  const cancelled = timeline.filter(({ kind }) => kind === 'cancel').at(-1);
  if (status === 'cancelled' && cancelled !== undefined) return `cancelled by ${cancelled.actor} at ${utcTime(cancelled.at, 'minutes')}`;
  if (resolvedBy !== null && resolvedAt !== null) return `resolved by ${resolvedBy} at ${utcTime(resolvedAt, 'minutes')}`;
  return closedAt === null ? status : `${status} at ${utcTime(closedAt, 'minutes')}`;
}
