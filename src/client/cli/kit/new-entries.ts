import type { WordedEntry } from '../../../incident/model/timeline-entry';

/**
 * Timeline entries that came after the last one seen; all of them if none was seen. A timeline is bounded, so positions and
 * lengths prove nothing: if the seen entry has been dropped, so has everything before it, and all entries after the gap are
 * new.
 */
export function entriesAfter(seen: WordedEntry | undefined, timeline: readonly WordedEntry[]): readonly WordedEntry[] {
  if (seen === undefined) return timeline;
  const at = timeline.findLastIndex((entry) => isSame(entry, seen));
  if (at >= 0) return timeline.slice(at + 1);
  const gap = timeline.findLastIndex(({ kind }) => kind === 'omitted');
  return gap < 0 ? timeline : timeline.slice(gap);
}

/**
 * True if two entries look the same. Entries recorded at the same moment are read together, so if several look alike, the
 * last of them is the one last seen.
 */
function isSame(one: WordedEntry, other: WordedEntry): boolean {
  return (
    one.recordedAt === other.recordedAt &&
    one.at === other.at &&
    one.requestId === other.requestId &&
    one.kind === other.kind &&
    one.actor === other.actor
  );
}
