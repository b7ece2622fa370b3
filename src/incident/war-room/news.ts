import { wantsCommander } from '../commands/people-commands';
import type { NewsMessage } from '../model/room-message';
import type { IncidentState } from '../model/state';

/** The newest timeline entry, as news for the room; null if there is none. */
export function newsOf(state: IncidentState): NewsMessage | null {
  const entry = state.timeline.at(-1);
  if (entry === undefined) return null;
  const { at, recordedAt: _recordedAt, requestId: _requestId, ...news } = entry;
  if ('text' in news) return { kind: 'news', entries: [news] };
  const isAsking = news.kind === 'acknowledge' && wantsCommander(state);
  const more = { ...(isAsking ? { lacksCommander: state.incidentId } : {}), ...(news.kind === 'alertUpdated' ? { at } : {}) };
  return { kind: 'news', entries: [{ ...news, ...more }] };
}
