import { wantsCommander } from '../commands/people-commands';
import type { NewsMessage } from '../model/room-message';
import type { IncidentState } from '../model/state';

/** The newest timeline entry, as news for the room; null if there is none. */
export function newsOf(state: IncidentState): NewsMessage | null {
  const entry = state.timeline.at(-1);
  if (entry === undefined) return null;
  const { at: _at, recordedAt: _recordedAt, requestId: _requestId, ...news } = entry;
  const isAsking = !('text' in news) && news.kind === 'acknowledge' && wantsCommander(state);
  return { kind: 'news', entries: [isAsking ? { ...news, lacksCommander: state.incidentId } : news] };
}
