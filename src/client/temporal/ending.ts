import type { IncidentState } from '../../incident/model/state';
import { utcTime } from '../../incident/text/utc-time';
import { IncidentClosedError } from './errors';
import type { Reading } from './read-state';

/** How a finished incident ended: `resolved by ann at 2026-01-01 10:00 UTC`. */
export function endingOf({ status, resolvedBy, resolvedAt, timeline, closedAt }: IncidentState): string {
  const cancelled = timeline.filter(({ kind }) => kind === 'cancel').at(-1);
  if (status === 'cancelled' && cancelled !== undefined) return `cancelled by ${cancelled.actor} at ${utcTime(cancelled.at, 'minutes')}`;
  if (resolvedBy !== null && resolvedAt !== null) return `resolved by ${resolvedBy} at ${utcTime(resolvedAt, 'minutes')}`;
  return closedAt === null ? status : `${status} at ${utcTime(closedAt, 'minutes')}`;
}

/** The error for a closed incident whose state was read. */
export function closedError(
  incidentId: string,
  { state, status, failure }: Pick<Reading, 'state' | 'status' | 'failure'>,
): IncidentClosedError {
  if (state !== null) return new IncidentClosedError(incidentId, endingOf(state));
  return new IncidentClosedError(incidentId, failure ?? (status === 'COMPLETED' ? null : `its workflow was ${status.toLowerCase()}`));
}
