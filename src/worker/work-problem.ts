/** A poll lasts at most a minute, so a working worker has been seen within two and a half. */
const SEEN_WITHIN_MS = 150_000;

/** What is known about a worker process at one moment. */
export interface WorkSigns {
  readonly now: number;
  /** When it started to serve its queues; null: not yet. */
  readonly servingSince: number | null;
  readonly isStopping: boolean;
  /** When Temporal last saw it poll; 0: never; null: Temporal is not answering. */
  readonly seenAt: number | null;
  readonly runningActivities: number;
}

/**
 * Why a worker is not working; null if it is. Two reasons do not count: while Temporal is unavailable the worker should keep
 * polling, and a worker whose slots are all taken does not poll.
 */
export function workProblem({ now, servingSince, isStopping, seenAt, runningActivities }: WorkSigns): string | null {
  if (isStopping) return 'the worker is stopping';
  if (servingSince === null) return 'the worker has not started to serve its queues';
  if (runningActivities > 0 || seenAt === null) return null;
  const silentMs = now - Math.max(seenAt, servingSince);
  return silentMs <= SEEN_WITHIN_MS ? null : `the worker has not asked Temporal for work for ${Math.round(silentMs / 1_000)} s`;
}
