/** Runs `work` when its turn comes; `forWhom` names its owner. */
export type Limited = <Result>(forWhom: string, work: () => Promise<Result>) => Promise<Result>;

/**
 * Lets at most `limit` pieces of work run at once. A free slot goes to the owner with the fewest running, then to the one
 * waiting longest, and within an owner in order of arrival. So an owner with a hundred pieces delays another's first piece
 * by one piece at most.
 */
export function limitConcurrency(limit: number): Limited {
  // Owners take turns in insertion order: an owner that was served goes to the end.
  const waiting = new Map<string, (() => void)[]>();
  const running = new Map<string, number>();
  let total = 0;

  const count = (forWhom: string, change: 1 | -1): void => {
    const now = (running.get(forWhom) ?? 0) + change;
    if (now === 0) running.delete(forWhom);
    else running.set(forWhom, now);
    total += change;
  };
  const next = (): [string, (() => void)[]] | undefined =>
    [...waiting].reduce<[string, (() => void)[]] | undefined>(
      (best, one) => (best === undefined || (running.get(one[0]) ?? 0) < (running.get(best[0]) ?? 0) ? one : best),
      undefined,
    );
  const serve = (): void => {
    const [forWhom, queue] = next() ?? [];
    if (forWhom === undefined || queue === undefined) return;
    waiting.delete(forWhom);
    const start = queue.shift();
    if (queue.length > 0) waiting.set(forWhom, queue);
    count(forWhom, 1);
    start?.();
  };
  return async (forWhom, work) => {
    if (total < limit) count(forWhom, 1);
    else await new Promise<void>((start) => waiting.set(forWhom, [...(waiting.get(forWhom) ?? []), start]));
    try {
      return await work();
    } finally {
      // The slot is handed over directly, so no newcomer can jump the queue.
      count(forWhom, -1);
      serve();
    }
  };
}
