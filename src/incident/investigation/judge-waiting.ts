import type { Problem } from '../model/state';

/** The queue of the probes, of all incidents, as the server sees it. */
export interface ProbeQueue {
  /** How long ago a worker last asked for one; null: the server has seen none of late. */
  readonly lastAskedMs: number | null;
  /** How many wait there, roughly: the server counts some that are being worked at, too. Null when it does not tell. */
  readonly waiting: number | null;
}

export type Waiting = { readonly kind: 'goOn' } | { readonly kind: 'giveUp'; readonly problem: Problem };

/**
 * A worker that has no place free does not ask: its places are taken for the time of two probes, one after the other, at
 * most. Whoever has not asked for longer is gone.
 */
const GONE_AFTER_MS = 100_000;
/** Longer than this nobody waits for an investigation. */
export const MAX_WAIT_MS = 10 * 60_000;

/** What to do about a probe that no worker has taken for so long: there is none, or others are ahead of it. */
export function judgeWaiting({ lastAskedMs, waiting }: ProbeQueue, waitedMs: number): Waiting {
  if (lastAskedMs === null || lastAskedMs > GONE_AFTER_MS) {
    const since = lastAskedMs === null ? '' : ` for ${Math.round(lastAskedMs / 1_000)} s`;
    return giveUp('no_worker', `no worker has asked for probes${since}`, 'Start one: npm start -- --queues incident-containers');
  }
  if (waitedMs < MAX_WAIT_MS) return { kind: 'goOn' };
  const ahead = waiting === null ? 'others were' : `about ${waiting} ${waiting === 1 ? 'probe was' : 'probes were'}`;
  return giveUp(
    'waited_too_long',
    `it waited ${Math.round(waitedMs / 60_000)} min for its turn, and ${ahead} still ahead of it`,
    'Run it again when the others are done (incident investigate), or start more workers for probes: npm start -- --queues incident-containers',
  );
}

function giveUp(code: string, message: string, remedy: string): Waiting {
  return { kind: 'giveUp', problem: { code, message, mend: remedy } };
}
