import type { Degradation, IncidentState } from '../model/state';
import { knownBytes } from '../text/json-bytes';

/**
 * A response has far fewer degradations. The limit matters only in a long outage that produces a differently worded error
 * each time.
 */
export const MAX_DEGRADATIONS = 100;
/** They name people and errors of any length. */
const MAX_BYTES = 100_000;

/** The degradation of a report that a command requested. It is not a node's name: the node that wrote the first one may be done. */
export const LATEST_REPORT = 'latest report';

/** Adds a degradation. One that is already listed stays as it is, because a long outage causes it again and again. */
export function withDegradation(degradations: readonly Degradation[], further: Degradation): readonly Degradation[] {
  const isKnown = degradations.some((known) => troubleOf(known) === troubleOf(further));
  return isKnown ? degradations : newest([...degradations, further]);
}

function newest(degradations: readonly Degradation[]): readonly Degradation[] {
  let bytes = 0;
  const last = degradations.length - 1;
  const beyond = degradations.findLastIndex((degradation, index) => {
    bytes += knownBytes(degradation);
    return index < last && (last - index >= MAX_DEGRADATIONS || bytes > MAX_BYTES);
  });
  return degradations.slice(beyond + 1);
}

/** Removes a degradation that no longer applies; returns the same list if it was not listed. */
export function withoutDegradation(degradations: readonly Degradation[], over: string): readonly Degradation[] {
  const rest = degradations.filter(({ what }) => what !== over);
  return rest.length === degradations.length ? degradations : rest;
}

/** The current degradations, without those that a later round fixed. */
export function standingDegradations({ degradations, nodes }: Pick<IncidentState, 'degradations' | 'nodes'>): readonly Degradation[] {
  const fixed = new Set(nodes.filter(({ status }) => status === 'done').map(({ name }) => name));
  return degradations.filter(({ what }) => !fixed.has(what));
}

function troubleOf({ what, problem }: Degradation): string {
  return `${what}: ${problem.message}`;
}
