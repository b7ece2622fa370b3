import type { Worker } from '@temporalio/worker';
import { TemporalRefusedError } from './temporal-refused';

/** The workers' own limit is 20 s; a container is given 30 s. */
const DRAIN_LIMIT_MS = 22_000;
/** Temporal has refused this worker, so work still running could not report its result anyway. */
const REFUSED_LIMIT_MS = 5_000;

export interface ServeOptions {
  readonly workers: readonly Pick<Worker, 'run' | 'shutdown' | 'getState'>[];
  readonly stopped: Promise<void>;
  readonly refused: Promise<TemporalRefusedError>;
  /** Called when the workers are asked to stop. */
  readonly onStopping: () => void;
}

/**
 * Runs the workers until they are stopped, then lets running work finish within a limit. Returns false if something was
 * still running; Temporal gives it to another worker.
 * @throws TemporalRefusedError, or the error that made a worker fail.
 */
export async function serveUntilStopped({ workers, stopped, refused, onStopping }: ServeOptions): Promise<boolean> {
  const running = workers.map((worker) => worker.run());
  const whyItEnds = await Promise.race([Promise.all(running).then(() => null), stopped.then(() => null), refused]).catch(
    (failure: unknown) => failure,
  );
  onStopping();
  for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  const limitMs = whyItEnds instanceof TemporalRefusedError ? REFUSED_LIMIT_MS : DRAIN_LIMIT_MS;
  const ended = await within(limitMs, Promise.allSettled(running));
  if (whyItEnds !== null) throw whyItEnds;
  return ended?.every(({ status }) => status === 'fulfilled') ?? false;
}

/** Null if it takes longer. */
async function within<Result>(limitMs: number, work: Promise<Result>): Promise<Result | null> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), limitMs);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}
