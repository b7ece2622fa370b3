import type { IncidentRequest } from '../../incident/model/incident';
import type { IncidentState } from '../../incident/model/state';
import { timelineBytes } from '../../incident/model/timeline';
import { jsonBytes, knownBytes, listBytes } from '../../incident/text/json-bytes';
import { type InboxItem, isIncoming, type RunHandover } from './run-handover';

/** What a run hands to the next, in bytes. */
export function carriedBytes(request: IncidentRequest, { state, said, chores }: RunHandover): number {
  return knownBytes(request) + stateBytes(state) + jsonBytes(said) + listBytes(chores) + BYTES_OF_NAMES;
}

/** The handover's own field names and its count. */
const BYTES_OF_NAMES = 100;

/**
 * A state shares most of its parts with the one before, and these are measured once. The timeline and the request ids become
 * new lists with every command, so only what is in them is known.
 */
function stateBytes({ timeline, seenRequestIds, ...rest }: IncidentState): number {
  const ids = seenRequestIds.reduce((sum, id) => sum + id.length + 3, 0);
  const parts = Object.entries(rest).reduce((sum, [name, value]) => sum + name.length + 4 + partBytes(value), 0);
  return timelineBytes(timeline) + timeline.length + ids + parts + BYTES_OF_NAMES;
}

function partBytes(part: unknown): number {
  if (part === undefined) return 0;
  return typeof part === 'object' && part !== null ? knownBytes(part) : jsonBytes(part);
}

/** Upper limit for all text that the workflow itself generates, as older runs assumed it. */
const BYTES_OF_OURS = 700_000;

/**
 * The same as older runs estimate it: only outside input is measured. It decides when such a run ends, so it must stay as it
 * is.
 */
export function estimatedBytes(request: IncidentRequest, { state, said, chores }: RunHandover, running: readonly InboxItem[]): number {
  const waiting = [...chores.filter(isIncoming), ...running];
  return BYTES_OF_OURS + jsonBytes([request, state.request, state.incident, state.alerts ?? null, state.seenRequestIds, said, waiting]);
}
