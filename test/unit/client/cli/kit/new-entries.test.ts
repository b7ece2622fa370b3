import { entriesAfter } from '../../../../../src/client/cli/kit/new-entries';
import { appendEntry } from '../../../../../src/incident/model/timeline';
import type { WordedEntry } from '../../../../../src/incident/model/timeline-entry';
import { wordedTimeline } from '../../../../../src/incident/timeline-words/worded-state';
import { after } from '../../../../support/sample-state';

const entry = (number: number): WordedEntry => ({
  at: after(number),
  recordedAt: after(number),
  actor: 'ann',
  kind: 'addNote',
  text: `note ${number}`,
  requestId: null,
});

describe('entriesAfter', () => {
  it('goes on when the timeline has become as long as it may be', () => {
    let timeline: readonly WordedEntry[] = [];
    const told: string[] = [];
    for (let number = 1; number <= 1_200; number += 1) {
      const seen = timeline.at(-1);
      timeline = wordedTimeline(appendEntry(timeline, entry(number)));
      told.push(...entriesAfter(seen, timeline).map(({ text }) => text));
    }
    expect(timeline.length).toBeLessThan(600);
    expect(told).toEqual(Array.from({ length: 1_200 }, (_, index) => `note ${index + 1}`));
  });

  it('names the gap when what was seen last has been left out meanwhile', () => {
    let timeline: readonly WordedEntry[] = [];
    for (let number = 1; number <= 1_200; number += 1) timeline = wordedTimeline(appendEntry(timeline, entry(number)));
    const [gap, ...newer] = entriesAfter(entry(100), timeline);
    expect(gap?.kind).toBe('omitted');
    expect(newer.at(-1)?.text).toBe('note 1200');
    expect(newer.some(({ text }) => text === 'note 20')).toBe(false);
  });

  it('goes on when a newer worker words what was seen in another way', () => {
    const reworded = (number: number): WordedEntry => ({ ...entry(number), text: `said ${number}` });
    expect(entriesAfter(entry(2), [1, 2, 3].map(reworded))).toEqual([reworded(3)]);
  });

  it('gives all of it at first', () => {
    expect(entriesAfter(undefined, [entry(1), entry(2)])).toHaveLength(2);
  });
});
