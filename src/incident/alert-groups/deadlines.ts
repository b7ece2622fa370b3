import { HEARTBEAT_SOURCE } from '../model/incident';
import { type AlertGroupState, isUsable } from './group-state';

const DAY_MS = 86_400_000;
/** A group that had an incident is remembered this long, so that the next one can name it. */
const KEEP_MS = 30 * DAY_MS;
/** How soon changed rules and maintenances apply to alerts that are only recorded, in milliseconds. */
export const JUDGE_AGAIN_MS = 300_000;

/** When a pending recovery counts; null if there is none. */
export function settlesAt({ status, recoveringSince, decision }: AlertGroupState): string | null {
  return status === 'settling' && recoveringSince !== null ? after(recoveringSince, decision?.settleMs ?? 0) : null;
}

/** When a firing group counts as quiet; null if it is not firing. A late heartbeat is reported once, and is late until it is fed. */
export function quietAt({ instance, status, lastAt, decision }: AlertGroupState): string | null {
  if (instance === HEARTBEAT_SOURCE) return null;
  return status === 'firing' && lastAt !== null && decision !== null ? after(lastAt, decision.staleAfterMs) : null;
}

/**
 * When the rules decide again on what fires during a maintenance: at its end, and now and then, since someone may end it
 * earlier. Null if none is going on.
 */
export function unmutesAt({ status, decision, decidedAt }: AlertGroupState): string | null {
  if (status !== 'firing' || decision?.do !== 'mute' || decidedAt === null) return null;
  const next = after(decidedAt, JUDGE_AGAIN_MS);
  return decision.mutedUntil !== undefined && decision.mutedUntil < next ? decision.mutedUntil : next;
}

export function after(at: string, ms: number): string {
  return new Date(Date.parse(at) + ms).toISOString();
}

export function isReached(at: string | null, nowIso: string): boolean {
  return at !== null && at <= nowIso;
}

/** When a group that has nothing to wait for may be forgotten; null while it is firing or recovering. */
export function closesAt({ status, lastAt, incident, decision }: AlertGroupState): string | null {
  if (lastAt === null || status === 'firing' || status === 'settling') return null;
  if (incident === null) return after(lastAt, DAY_MS);
  const since = incident.seenAt > lastAt ? incident.seenAt : lastAt;
  return after(since, Math.max(KEEP_MS, decision?.reopenWithinMs ?? 0));
}

/** True if the group may be forgotten. One that fell quiet is kept while its incident is open, so that no second one is opened. */
export function isOver(state: AlertGroupState, nowIso: string): boolean {
  return isReached(closesAt(state), nowIso) && (state.status !== 'quiet' || !isUsable(state.incident));
}
