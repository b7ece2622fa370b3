/**
 * Waits for all, then throws the first failure. `Promise.all` would return while others still run, so a retry or the next
 * run of the workflow would duplicate their work.
 */
export async function settleAll<Result>(promises: readonly Promise<Result>[]): Promise<Result[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
