import { actorOf } from '../model/actor';
import type { IncidentState } from '../model/state';
import type { TimelineEntry, WordedEntry } from '../model/timeline-entry';
import { describeEntry } from './describe-entry';

/** The timeline in words, as external readers see it. Entries that are already worded stay as they are. */
export function wordedTimeline(timeline: readonly TimelineEntry[]): readonly WordedEntry[] {
  return timeline.map(wordedEntry);
}

/** The state as external readers see it. */
export interface WordedState extends IncidentState {
  readonly timeline: readonly WordedEntry[];
}

export function wordedState(state: IncidentState): WordedState {
  return { ...state, timeline: wordedTimeline(state.timeline) };
}

function wordedEntry(entry: TimelineEntry): WordedEntry {
  if ('text' in entry) return entry;
  const { at, recordedAt, kind, requestId } = entry;
  const { actor: id, actorName, via } = entry;
  const by = actorName === undefined ? {} : { by: { actor: id, actorName, ...(via === undefined ? {} : { via }) } };
  const count = entry.kind === 'omitted' ? { count: entry.count } : {};
  const message = entry.kind === 'addNote' && entry.quoted !== undefined ? { note: entry.note, quoted: entry.quoted } : {};
  return { at, recordedAt, actor: actorOf(entry), kind, text: describeEntry(entry), requestId, ...by, ...count, ...message };
}
