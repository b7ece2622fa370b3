import { describeEntry } from '../../src/incident/timeline-words/describe-entry';

/** What an entry says; undefined: there is none. */
export function wordsOf(entry: Parameters<typeof describeEntry>[0] | undefined): string | undefined {
  return entry === undefined ? undefined : describeEntry(entry);
}
