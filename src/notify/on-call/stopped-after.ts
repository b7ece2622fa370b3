import { runInNewContext } from 'node:vm';

/** The code of the error that is thrown once the time is over. */
export const TOO_SLOW = 'ERR_SCRIPT_EXECUTION_TIMEOUT';

/**
 * Does work that may never end by itself, and stops it after this long. Some recurrence rules and descriptions of time zones
 * make the library search for ever, inside a single call. V8 can stop running code only through `node:vm`; it is not used as a
 * sandbox.
 */
export function stoppedAfter<Result>(limitMs: number, work: () => Result): Result {
  return runInNewContext('work()', { work }, { timeout: limitMs }) as Result;
}
