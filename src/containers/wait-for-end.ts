import type Docker from 'dockerode';
import { callEngine, toEngineError } from './call-engine';

export const CALL_MS = 5_000;
/** Output may arrive shortly after the exit, and the exit shortly after the output ends. */
export const TRAILING_MS = 2_000;

type End = 'exited' | 'timedOut' | 'aborted';

/**
 * Waits for the exit, the time limit or an abort, whichever comes first. Throws `EngineError` if the engine dies in the
 * meantime.
 */
export async function waitForEnd(
  container: Docker.Container,
  outputEnded: Promise<void>,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<End> {
  const over = new AbortController();
  const deadline = pause(timeoutMs, over.signal).then((): End => 'timedOut');
  const aborted = new Promise<End>((resolve) => {
    if (signal?.aborted) resolve('aborted');
    signal?.addEventListener('abort', () => resolve('aborted'), { once: true, signal: over.signal });
  });
  // This call has no deadline of its own, because it lasts as long as the probe. `over` closes its connection.
  const waited = container.wait({ abortSignal: over.signal }).then(
    (): End => 'exited',
    (error: unknown) => {
      throw toEngineError('wait', error);
    },
  );
  waited.catch(() => undefined);
  try {
    return await Promise.race([waited, deadline, aborted, outputEnded.then(() => afterOutput(container, waited))]);
  } finally {
    over.abort();
  }
}

/**
 * The output has ended. Either the container is done, or it closed its output and is still running, or the engine died and
 * `wait` would never settle. So the engine is asked.
 */
async function afterOutput(container: Docker.Container, waited: Promise<End>): Promise<End> {
  const end = await atMost(TRAILING_MS, waited);
  if (end !== null) return end;
  const { State: state } = await callEngine('inspect', CALL_MS, (abortSignal) => container.inspect({ abortSignal }));
  return state.Running ? waited : 'exited';
}

export async function kill(container: Docker.Container): Promise<void> {
  try {
    await callEngine('kill', CALL_MS, (abortSignal) => container.kill({ abortSignal }));
  } catch {
    // It may have ended already; if not, whoever asked finds it running.
  }
}

/** Null if it takes longer. No timer is left behind, which would keep a command from ending. */
export async function atMost<T>(ms: number, promise: Promise<T>): Promise<T | null> {
  const over = new AbortController();
  try {
    return await Promise.race([promise, pause(ms, over.signal).then(() => null)]);
  } finally {
    over.abort();
  }
}

export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => clearTimeout(timer), { once: true });
  });
}
