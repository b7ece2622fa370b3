import type { NewsEntry, NewsMessage } from '../../../../src/incident/model/room-message';
import { joinCounted, joinNews } from '../../../../src/incident/war-room/join-news';
import { after } from '../../../support/sample-state';

const news = (...texts: string[]): NewsMessage => ({
  kind: 'news',
  entries: texts.map((note) => ({ actor: 'ben', kind: 'addNote', note })),
});
const alert = (index: number, title = `alert ${index}`): NewsEntry => ({
  actor: 'alert:am',
  kind: 'alertUpdated',
  alert: { outcome: 'updated', title, isFurther: true, news: [] },
  at: after(index),
});
const recovery = (index: number): NewsEntry => ({
  actor: 'alert:am',
  kind: 'alertUpdated',
  alert: { outcome: 'partlyRecovered', title: `alert ${index}` },
  at: after(index),
});
const message = (...entries: NewsEntry[]): NewsMessage => ({ kind: 'news', entries });
const all = (messages: readonly NewsMessage[]): NewsMessage | null =>
  messages.reduce<NewsMessage | null>((joined, next) => (joined === null ? null : joinNews(joined, next)), message());

describe('joinNews', () => {
  it('tells together what fits into one message, measured as it travels', () => {
    expect(joinNews(news('a'), news('b'))).toEqual(news('a', 'b'));
    expect(joinNews(news(...Array.from({ length: 20 }, (_, index) => `${index}`)), news('b'))).toBeNull();
    expect(joinNews(news('界'.repeat(2_000)), news('界'.repeat(1_000)))).toBeNull();
    const resolved = message({ actor: 'ben', kind: 'resolve', note: 'x'.repeat(9_000) });
    expect(joinNews(resolved, news('a'))).toBeNull();
  });

  it('tells a few alerts one by one', () => {
    const joined = all([1, 2, 3, 4, 5].map((index) => message(alert(index))));
    expect(joined?.entries).toEqual([1, 2, 3, 4, 5].map((index) => alert(index)));
  });

  it('counts a storm in one entry, with the latest and the times', () => {
    const joined = all(Array.from({ length: 500 }, (_, index) => message(index < 480 ? alert(index) : recovery(index))));
    expect(joined?.entries).toEqual([
      {
        actor: 'alert:am',
        kind: 'alertChanges',
        counts: { new: 480, recovered: 20 },
        since: after(0),
        latest: { kind: 'recovered', title: 'alert 499', at: after(499) },
      },
    ]);
  });

  it('counts a few alerts that say too much for one message', () => {
    const joined = all([1, 2, 3].map((index) => message(alert(index, '界'.repeat(1_200)))));
    expect(joined?.entries).toMatchObject([{ kind: 'alertChanges', counts: { new: 3 } }]);
  });
});

describe('joinCounted', () => {
  it('counts what comes when too much waits already', () => {
    const once = joinCounted(news('a'), news('b'));
    expect(once.entries).toMatchObject([{ note: 'a' }, { kind: 'omitted', count: 1 }]);
    expect(joinCounted(once, news('c', 'd')).entries).toMatchObject([{ note: 'a' }, { kind: 'omitted', count: 3 }]);
  });

  it('counts alerts apart from the others, and adds up counts', () => {
    const counted = joinCounted(joinCounted(news('a'), message(alert(1), alert(2))), message(recovery(3), ...news('b').entries));
    expect(counted.entries).toMatchObject([{ note: 'a' }, { counts: { new: 2, recovered: 1 } }, { kind: 'omitted', count: 1 }]);
    expect(joinCounted(counted, counted).entries).toMatchObject([{ note: 'a' }, { counts: { new: 4, recovered: 2 } }, { count: 3 }]);
  });
});
