import { describeEntry } from '../../src/incident/timeline-words/describe-entry';

/** The text of an entry; undefined if there is no entry. */
export function wordsOf(entry: Parameters<typeof describeEntry>[0] | undefined): string | undefined {
  return entry === undefined ? undefined : describeEntry(entry);
}
