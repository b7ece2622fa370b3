/** Does the work for each item, so many at a time; the results are in the items' order. */
export async function inLanes<Item, Result>(
  lanes: number,
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const todo = items.entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of todo) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane));
  return results;
}

/** Lets a few calls for each key run at once; further ones wait, in order. */
export class FewAtOnce {
  private readonly keys = new Map<string, { running: number; readonly waiting: (() => void)[] }>();

  constructor(private readonly limit: number) {}

  async run<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const lane = this.keys.get(key) ?? { running: 0, waiting: [] };
    this.keys.set(key, lane);
    // One that ends hands its place on, so the count stays.
    if (lane.running < this.limit) lane.running += 1;
    else await new Promise<void>((resolve) => void lane.waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = lane.waiting.shift();
      if (next !== undefined) next();
      else {
        lane.running -= 1;
        if (lane.running === 0) this.keys.delete(key);
      }
    }
  }
}
