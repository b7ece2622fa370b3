import type { IncidentState } from '../model/state';

/**
 * The state after a command, an alert or a deadline, with its revision: a counter that grows whenever one of them changes
 * anything. A button carries the revision it was drawn at, so that two clicks on it act once, and a click on it after
 * something has changed is a new one.
 */
export function withRevision(before: IncidentState, after: IncidentState): IncidentState {
  return after === before ? after : { ...after, revision: (before.revision ?? 0) + 1 };
}
