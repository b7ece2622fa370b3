import type { NewsEntry } from '../../src/incident/model/room-message';
import { describeEntry } from '../../src/incident/timeline-words/describe-entry';

/** The text of an entry; undefined if there is no entry. */
export function wordsOf(entry: Parameters<typeof describeEntry>[0] | undefined): string | undefined {
  return entry === undefined ? undefined : describeEntry(entry);
}

/** How many changes of alerts an entry in the room tells. */
export function changesIn(entry: NewsEntry): number {
  if ('counts' in entry) return Object.values(entry.counts).reduce((sum, count) => sum + count, 0);
  return entry.kind === 'alertUpdated' ? 1 : 0;
}
