import { AtMost } from '../../../../src/workflows/calls/at-most';

it('starts what may run at once within the call, and the rest in their order, whatever fails', async () => {
  const places = new AtMost(2);
  const started: number[] = [];
  const ends: (() => void)[] = [];
  const work = (index: number) =>
    places.run(() => {
      started.push(index);
      return new Promise<number>((resolve, reject) => ends.push(() => (index % 2 === 0 ? reject(new Error(`${index}`)) : resolve(index))));
    });
  const all = [0, 1, 2, 3, 4].map(work);
  expect(started).toEqual([0, 1]);
  for (let index = 0; index < all.length; index += 1) {
    ends[index]?.();
    await Promise.allSettled([all[index]]);
    await new Promise(setImmediate);
  }
  expect(started).toEqual([0, 1, 2, 3, 4]);
  expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual([
    'rejected',
    'fulfilled',
    'rejected',
    'fulfilled',
    'rejected',
  ]);
});
