import type { IncidentRequest } from '../../incident/model/incident';
import { jsonBytes } from '../../incident/text/json-bytes';
import { type InboxItem, isIncoming, type RunHandover } from './run-handover';

/**
 * Upper limit for all text that the workflow itself generates, whether it is waiting to be posted or part of the state:
 * timeline, news, findings, degradations.
 */
const BYTES_OF_OURS = 700_000;

/**
 * The most that a run hands to the next, in bytes. Outside input is measured. Text worded by the workflow counts as its upper
 * limit, whatever its length: this size decides when a new run starts, and changed wording must not move that moment in a
 * replay.
 */
export function handoverBytes(request: IncidentRequest, { state, said, chores }: RunHandover, running: readonly InboxItem[]): number {
  const waiting = [...chores.filter(isIncoming), ...running];
  return BYTES_OF_OURS + jsonBytes([request, state.request, state.incident, state.alerts ?? null, state.seenRequestIds, said, waiting]);
}
