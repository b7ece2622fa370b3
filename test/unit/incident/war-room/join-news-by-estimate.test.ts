import type { NewsMessage } from '../../../../src/incident/model/room-message';
import { estimatedBytes, joinByEstimate } from '../../../../src/incident/war-room/join-news-by-estimate';

const news = (...texts: string[]): NewsMessage => ({
  kind: 'news',
  entries: texts.map((note) => ({ actor: 'ben', kind: 'addNote', note })),
});

describe('joinByEstimate', () => {
  it('tells together what fits into one message', () => {
    expect(joinByEstimate(news('a'), news('b'), 0)).toEqual(news('a', 'b'));
    expect(joinByEstimate(news(...Array.from({ length: 20 }, (_, index) => `${index}`)), news('b'), 0)).toBeNull();
    expect(joinByEstimate(news('界'.repeat(2_000)), news('界'.repeat(1_000)), 0)).toBeNull();
  });

  it('asks for the length of notes alone, and takes those that older code has worded for what they are', () => {
    const worded = (kind: string, length: number): NewsMessage => ({
      kind: 'news',
      entries: [{ actor: 'ben', kind, text: 'x'.repeat(length) }],
    });
    expect(estimatedBytes(worded('resolve', 9_000))).toBe(estimatedBytes(worded('resolve', 1)));
    expect(joinByEstimate(worded('resolve', 9_000), news('a'), 0)).not.toBeNull();
    expect(estimatedBytes(worded('addNote', 700))).toBe(estimatedBytes(news('x'.repeat(700))));
  });

  it('counts what comes when too much waits already', () => {
    const full = joinByEstimate(news('a'), news('b'), 300_001);
    expect(full?.entries.at(-1)).toMatchObject({ kind: 'omitted', count: 1 });
    const fuller = full && joinByEstimate(full, news('c', 'd'), 300_001);
    expect(fuller?.entries).toMatchObject([{ note: 'a' }, { kind: 'omitted', count: 3 }]);
  });
});
