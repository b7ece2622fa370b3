import type { IncidentState } from '../incident/state';
import type { SEARCH_ATTRIBUTES } from './messages';

type Searchable = Readonly<Record<keyof typeof SEARCH_ATTRIBUTES, string | number | readonly string[] | null>>;

/** The state's searchable part. Null removes an attribute. */
export function searchable(state: IncidentState) {
  const seconds = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / 1_000));
  return {
    severity: state.incident?.severity ?? null,
    status: state.status,
    source: state.incident?.source ?? null,
    channel: state.warRoom?.name ?? null,
    blockedStep: state.steps.find((step) => step.status === 'blocked')?.name ?? null,
    responders: state.people === null ? null : state.people.resolved.map((person) => person.name).slice(0, 50),
    secondsToAcknowledge: seconds(state.metrics.timeToAcknowledgeMs),
    secondsToResolve: seconds(state.metrics.timeToResolveMs),
  } satisfies Searchable;
}
