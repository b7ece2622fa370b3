import type { IncidentRequest } from '../../incident/model/incident';
import { jsonBytes } from '../../incident/text/json-bytes';
import { type InboxItem, isIncoming, type RunHandover } from './run-handover';

/** At most so much is worded here and waits or stands in the state: timeline, news, findings, what is degraded. */
const BYTES_OF_OURS = 700_000;

/**
 * How much a run carries into the next, at most, in bytes. What came from outside is measured. What the workflow has
 * worded counts as its bound, whatever is there: a new run is begun by this size, and another wording must not begin it
 * at another moment in a replay.
 */
export function handoverBytes(request: IncidentRequest, { state, said, chores }: RunHandover, running: readonly InboxItem[]): number {
  const waiting = [...chores.filter(isIncoming), ...running];
  return BYTES_OF_OURS + jsonBytes([request, state.request, state.incident, state.alerts ?? null, state.seenRequestIds, said, waiting]);
}
