import { commanderCommand, wantsCommander } from '../commands/people-commands';
import type { NewsMessage } from '../model/room-message';
import type { IncidentState } from '../model/state';

/** The newest entry of the timeline, to be told in the room; null when there is none. */
export function newsOf(state: IncidentState): NewsMessage | null {
  const entry = state.timeline.at(-1);
  if (entry === undefined) return null;
  const { actor, kind, text } = entry;
  const isAsking = kind === 'acknowledge' && wantsCommander(state);
  return { kind: 'news', entries: [{ actor, kind, text, ...(isAsking ? { commanderCommand: commanderCommand(state.incidentId) } : {}) }] };
}
