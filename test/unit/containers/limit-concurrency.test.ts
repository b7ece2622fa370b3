import { limitConcurrency } from '../../../src/containers/limit-concurrency';

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('lets so many run at once, in the order in which they came, whatever fails', async () => {
  const limited = limitConcurrency(2);
  const started: number[] = [];
  let running = 0;
  let most = 0;
  const work = (index: number) => async (): Promise<number> => {
    started.push(index);
    running += 1;
    most = Math.max(most, running);
    await turn();
    running -= 1;
    if (index % 2 === 0) throw new Error(`work ${index}`);
    return index;
  };
  const outcomes = await Promise.allSettled([0, 1, 2, 3, 4, 5].map((index) => limited('a', work(index))));
  expect(most).toBe(2);
  expect(started).toEqual([0, 1, 2, 3, 4, 5]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled']);
  expect(await limited('a', async () => 'free again')).toBe('free again');
});

it('gives the next place to whoever has the fewest running, not to whoever came first', async () => {
  const limited = limitConcurrency(2);
  const started: string[] = [];
  const ends: (() => void)[] = [];
  const work = (name: string) =>
    limited(name.slice(0, 1), () => {
      started.push(name);
      return new Promise<void>((end) => ends.push(end));
    });
  const all = ['a1', 'a2', 'a3', 'a4', 'a5', 'b1', 'b2', 'c1'].map(work);
  await turn();
  expect(started).toEqual(['a1', 'a2']);
  while (ends.length > 0) {
    ends.shift()?.();
    await turn();
  }
  await Promise.all(all);
  expect(started).toEqual(['a1', 'a2', 'b1', 'a3', 'c1', 'b2', 'a4', 'a5']);
});
