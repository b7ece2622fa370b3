import type { WordedEntry } from '../../../incident/model/timeline-entry';

/**
 * What has come onto a timeline after an entry that was seen; all of it when none was. A timeline is bounded, so places
 * and lengths say nothing: where the entry itself has been left out, so has all before, and what follows the gap is new.
 */
export function entriesAfter(seen: WordedEntry | undefined, timeline: readonly WordedEntry[]): readonly WordedEntry[] {
  if (seen === undefined) return timeline;
  const at = timeline.findLastIndex((entry) => isSame(entry, seen));
  if (at >= 0) return timeline.slice(at + 1);
  const gap = timeline.findLastIndex(({ kind }) => kind === 'omitted');
  return gap < 0 ? timeline : timeline.slice(gap);
}

/** What was recorded at one moment is read at once, so of several that look alike the last is meant. */
function isSame(one: WordedEntry, other: WordedEntry): boolean {
  return (
    one.recordedAt === other.recordedAt &&
    one.at === other.at &&
    one.requestId === other.requestId &&
    one.kind === other.kind &&
    one.actor === other.actor
  );
}
