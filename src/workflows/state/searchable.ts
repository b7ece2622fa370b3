import type { IncidentState } from '../../incident/model/state';
import { jsonBytes } from '../../incident/text/json-bytes';
import { limitedKeyword } from '../../incident/text/limited-text';
import type { SearchAttributeValues } from '../contract/search-attributes';

/** The server terminates a workflow whose attribute exceeds 2 KB. */
const MAX_ATTRIBUTE_BYTES = 1_900;

/** The searchable part of the state. Null removes an attribute. */
export function searchable(state: IncidentState) {
  const seconds = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / 1_000));
  return {
    severity: state.incident?.severity ?? null,
    status: state.status,
    source: state.incident === null ? null : limitedKeyword(state.incident.source),
    channel: state.warRoom === null ? null : limitedKeyword(state.warRoom.name),
    blockedStep: state.steps.find((step) => step.status === 'blocked')?.name ?? null,
    responders:
      state.people === null
        ? null
        : state.incident?.privacy === 'private'
          ? []
          : fitting(state.people.resolved.map(({ userId }) => userId)),
    secondsToAcknowledge: seconds(state.metrics.timeToAcknowledgeMs),
    secondsToResolve: seconds(state.metrics.timeToResolveMs),
  } satisfies SearchAttributeValues;
}

/** False while there is nothing to search for: an upsert is an event, and is billed. */
export function isFindable({ incident, status, steps }: IncidentState): boolean {
  return incident !== null || status !== 'triggered' || steps.some((step) => step.status === 'blocked');
}

/** As many as fit into one attribute, each once. These are ids, not names, because search attributes are never encrypted. */
function fitting(names: readonly string[]): string[] {
  const fit: string[] = [];
  let bytes = 2;
  for (const name of new Set(names)) {
    bytes += jsonBytes(name) + 1;
    if (bytes > MAX_ATTRIBUTE_BYTES) break;
    fit.push(name);
  }
  return fit;
}
