import { CancellationScope, condition } from '@temporalio/workflow';
import { wasCancelled } from './judge-failure';

/**
 * Does work that may wait for hours in its retries, and cancels it once it is not wanted any more. Null: it was not done
 * then. What was done before the cancellation reached it is answered as usual.
 */
export function whileWanted<Result>(isWanted: () => boolean, work: () => Promise<Result>): Promise<Result | null> {
  const scope = new CancellationScope({ cancellable: true });
  let isOver = false;
  condition(() => isOver || !isWanted()).then(
    () => isOver || scope.cancel(),
    // The surroundings were cancelled, and the work with them.
    () => undefined,
  );
  return scope.run(work).then(
    (result) => {
      isOver = true;
      return result;
    },
    (error: unknown) => {
      isOver = true;
      if (wasCancelled(error) && !isWanted()) return null;
      throw error;
    },
  );
}
