import { FewAtOnce } from '../../../../src/client/temporal/in-lanes';

it('runs a few calls for each key at once, and the others in their order, also after one that failed', async () => {
  const few = new FewAtOnce(2);
  const running = new Map<string, number>();
  const order: string[] = [];
  let most = 0;
  const call = (key: string, index: number) =>
    few.run(key, async () => {
      const count = (running.get(key) ?? 0) + 1;
      running.set(key, count);
      most = Math.max(most, count);
      order.push(`${key}${index}`);
      await new Promise((resolve) => setImmediate(resolve));
      running.set(key, count - 1);
      if (index === 1) throw new Error('failed');
      return index;
    });
  const calls = ['a', 'b'].flatMap((key) => [0, 1, 2, 3, 4].map((index) => call(key, index)));
  const ended = await Promise.allSettled(calls);
  expect(ended.filter(({ status }) => status === 'rejected')).toHaveLength(2);
  expect(most).toBe(2);
  expect(order.filter((name) => name.startsWith('a'))).toEqual(['a0', 'a1', 'a2', 'a3', 'a4']);
  expect(await call('a', 9)).toBe(9);
});
