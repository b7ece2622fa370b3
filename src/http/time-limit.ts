/**
 * Runs `work` with a signal that aborts after the limit, in milliseconds, or with the caller's own signal.
 *
 * The timer is our own: an `AbortSignal.timeout` referenced only by an `AbortSignal.any` can be garbage-collected and then
 * never fires (nodejs/node#54614). A hung call would hold its activity for a minute.
 */
export async function withTimeLimit<Result>(
  limitMs: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  const timer = setTimeout(stop, limitMs);
  if (outer?.aborted) stop();
  outer?.addEventListener('abort', stop, { once: true });
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', stop);
  }
}
