import { limitConcurrency } from '../../../src/containers/limit-concurrency';

it('lets so many run at once, in the order in which they came, whatever fails', async () => {
  const limited = limitConcurrency(2);
  const started: number[] = [];
  let running = 0;
  let most = 0;
  const work = (index: number) => async (): Promise<number> => {
    started.push(index);
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    if (index % 2 === 0) throw new Error(`work ${index}`);
    return index;
  };
  const outcomes = await Promise.allSettled([0, 1, 2, 3, 4, 5].map((index) => limited(work(index))));
  expect(most).toBe(2);
  expect(started).toEqual([0, 1, 2, 3, 4, 5]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled']);
  expect(await limited(async () => 'free again')).toBe('free again');
});
