import type { NewsMessage } from '../../../../src/incident/model/room-message';
import { joinNews, newsBytes } from '../../../../src/incident/war-room/join-news';

const news = (...texts: string[]): NewsMessage => ({
  kind: 'news',
  entries: texts.map((text) => ({ actor: 'ben', kind: 'addNote', text })),
});

describe('joinNews', () => {
  it('tells together what fits into one message', () => {
    expect(joinNews(news('a'), news('b'), 0)).toEqual(news('a', 'b'));
    expect(joinNews(news(...Array.from({ length: 20 }, (_, index) => `${index}`)), news('b'), 0)).toBeNull();
    expect(joinNews(news('界'.repeat(2_000)), news('界'.repeat(1_000)), 0)).toBeNull();
  });

  it('asks for the length of notes alone: how news of ours are worded decides nothing', () => {
    const ours = (length: number): NewsMessage => ({
      kind: 'news',
      entries: [{ actor: 'ben', kind: 'resolve', text: 'x'.repeat(length) }],
    });
    expect(newsBytes(ours(9_000))).toBe(newsBytes(ours(1)));
    expect(joinNews(ours(9_000), news('a'), 0)).not.toBeNull();
  });

  it('counts what comes when too much waits already', () => {
    const full = joinNews(news('a'), news('b'), 300_001);
    expect(full?.entries.at(-1)).toMatchObject({ kind: 'omitted', text: expect.stringMatching(/^1 further/) });
    const fuller = full && joinNews(full, news('c', 'd'), 300_001);
    expect(fuller?.entries.map(({ text }) => text)).toEqual(['a', expect.stringMatching(/^3 further/)]);
  });
});
