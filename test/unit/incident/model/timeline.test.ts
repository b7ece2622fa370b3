import { appendEntry } from '../../../../src/incident/model/timeline';
import type { TimelineEntry } from '../../../../src/incident/model/timeline-entry';
import { wordsOf } from '../../../support/entry-words';
import { after } from '../../../support/sample-state';

const entry = (index: number, note = `entry ${index}`): TimelineEntry => ({
  at: after(index),
  recordedAt: after(index),
  actor: 'ann',
  requestId: null,
  kind: 'addNote',
  note,
});
const filled = (count: number, text?: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => entry(index, text?.(index))).reduce(appendEntry, [] as readonly TimelineEntry[]);

describe('appendEntry', () => {
  it('keeps everything up to 500 entries', () => {
    expect(filled(500).map(wordsOf)).toEqual(Array.from({ length: 500 }, (_, index) => `entry ${index}`));
  });

  it.each([501, 502, 750, 1_500])('of %i keeps the first twenty and the newest, and says how many are missing', (count) => {
    const timeline = filled(count);
    expect(timeline).toHaveLength(500);
    expect(timeline.slice(0, 20).map(wordsOf)).toEqual(Array.from({ length: 20 }, (_, index) => `entry ${index}`));
    expect(timeline[20]).toMatchObject({
      kind: 'omitted',
      actor: 'worker',
      count: count - 499,
    });
    expect(wordsOf(timeline[20])).toBe(`${count - 499} entries are omitted here`);
    expect(timeline.slice(21).map(wordsOf)).toEqual(Array.from({ length: 479 }, (_, index) => `entry ${count - 479 + index}`));
  });

  it('shortens a timeline that somebody else let grow', () => {
    const long = Array.from({ length: 600 }, (_, index) => entry(index));
    const timeline = appendEntry(long, entry(600));
    expect(timeline).toHaveLength(500);
    expect(wordsOf(timeline[20])).toBe('102 entries are omitted here');
  });

  it('stays in the order of recording', () => {
    const times = filled(800).map(({ recordedAt }) => recordedAt);
    expect(times).toEqual([...times].sort());
  });

  it('drops earlier when notes are long, and never the newest', () => {
    const timeline = filled(300, (index) => `${index}:${'x'.repeat(3_000)}`);
    expect(timeline.reduce((sum, one) => sum + (wordsOf(one)?.length ?? 0), 0)).toBeLessThanOrEqual(250_000);
    expect(wordsOf(timeline.at(-1))?.startsWith('299:')).toBe(true);
    expect(timeline[20]?.kind).toBe('omitted');
  });

  it.each(['\u0001', 'é', '界', '🔥', '"'])('counts %j by what it takes in a payload', (character) => {
    const timeline = filled(300, (index) => `${index}:${character.repeat(1_500)}`);
    expect(Buffer.byteLength(JSON.stringify(timeline))).toBeLessThan(260_000);
  });
});
