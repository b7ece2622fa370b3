/** A poll lasts a minute at most, so a worker that works has been seen within two and a half. */
const SEEN_WITHIN_MS = 150_000;

/** What is known of a worker process, at one moment. */
export interface WorkSigns {
  readonly now: number;
  /** When it began to serve its queues; null: it has not yet. */
  readonly servingSince: number | null;
  readonly isStopping: boolean;
  /** When Temporal last saw it ask for work; 0: never; null: Temporal cannot be asked. */
  readonly seenAt: number | null;
  readonly runningActivities: number;
}

/**
 * Why a worker does no work; null when it does. While Temporal is away it is right to stay and to go on asking, so that
 * alone is no reason; nor is being busy, since a worker whose slots are all taken does not ask.
 */
export function workProblem({ now, servingSince, isStopping, seenAt, runningActivities }: WorkSigns): string | null {
  if (isStopping) return 'the worker is stopping';
  if (servingSince === null) return 'the worker has not started to serve its queues';
  if (runningActivities > 0 || seenAt === null) return null;
  const silentMs = now - Math.max(seenAt, servingSince);
  return silentMs <= SEEN_WITHIN_MS ? null : `the worker has not asked Temporal for work for ${Math.round(silentMs / 1_000)} s`;
}
