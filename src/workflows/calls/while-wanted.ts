import { CancellationScope, condition } from '@temporalio/workflow';
import { wasCancelled } from './judge-failure';

/**
 * Does work that may be retried for hours, and cancels it once it is no longer wanted. Returns null if it was not done. If it
 * finished before the cancellation reached it, returns its result.
 */
export function whileWanted<Result>(isWanted: () => boolean, work: () => Promise<Result>): Promise<Result | null> {
  const scope = new CancellationScope({ cancellable: true });
  let isOver = false;
  let isDropped = false;
  condition(() => isOver || !isWanted()).then(
    () => {
      if (isOver) return;
      isDropped = true;
      scope.cancel();
    },
    // The enclosing scope was cancelled, and the work with it.
    () => undefined,
  );
  return scope.run(work).then(
    (result) => {
      isOver = true;
      return result;
    },
    (error: unknown) => {
      isOver = true;
      // It may be wanted again by now, but what was cancelled has not been done.
      if (wasCancelled(error) && (isDropped || !isWanted())) return null;
      throw error;
    },
  );
}
