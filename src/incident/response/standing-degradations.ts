import type { Degradation, IncidentState } from '../model/state';

/** A response has far fewer troubles; a long outage that words each one anew is cut here. */
export const MAX_DEGRADATIONS = 100;

/** When a report that a command asked for cannot be written. No node's name: the node that wrote the first one may be done. */
export const LATEST_REPORT = 'latest report';

/** The list with one trouble more. One that is on it already stays as it is: a long outage repeats itself. */
export function withDegradation(degradations: readonly Degradation[], further: Degradation): readonly Degradation[] {
  const isKnown = degradations.some((known) => troubleOf(known) === troubleOf(further));
  return isKnown ? degradations : [...degradations, further].slice(-MAX_DEGRADATIONS);
}

/** The list without a trouble that is over; the same list when it is not on it. */
export function withoutDegradation(degradations: readonly Degradation[], over: string): readonly Degradation[] {
  const rest = degradations.filter(({ what }) => what !== over);
  return rest.length === degradations.length ? degradations : rest;
}

/** What is degraded as things stand: none that a later round has mended. */
export function standingDegradations({ degradations, nodes }: Pick<IncidentState, 'degradations' | 'nodes'>): readonly Degradation[] {
  const mended = new Set(nodes.filter(({ status }) => status === 'done').map(({ name }) => name));
  return degradations.filter(({ what }) => !mended.has(what));
}

function troubleOf({ what, problem }: Degradation): string {
  return `${what}: ${problem.message}`;
}
