import { CancellationScope, condition } from '@temporalio/workflow';
import { wasCancelled } from './judge-failure';

/**
 * Does work that may wait for hours in its retries, and cancels it once it is not wanted any more. Null: it was not done
 * then. What was done before the cancellation reached it is answered as usual.
 */
export async function whileWanted<Result>(isWanted: () => boolean, work: () => Promise<Result>): Promise<Result | null> {
  const scope = new CancellationScope({ cancellable: true });
  let isOver = false;
  const watched = condition(() => isOver || !isWanted()).then(
    () => isOver || scope.cancel(),
    // The surroundings were cancelled, and the work with them.
    () => undefined,
  );
  try {
    return await scope.run(work);
  } catch (error) {
    if (wasCancelled(error) && !isWanted()) return null;
    throw error;
  } finally {
    isOver = true;
    await watched;
  }
}
