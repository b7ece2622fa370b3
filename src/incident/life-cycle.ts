import { byAt, type Change, HEADLINE, NEWS, REPORT, refusal } from './command-change';
import type { Command, Refusal } from './commands';
import type { IncidentState } from './state';

/** Why no command applies any more, or null while the incident is open. */
export function refusedAsOver(state: IncidentState, commandName: string): Refusal | null {
  if (state.status === 'cancelled') {
    const cancel = state.timeline.findLast(({ kind }) => kind === 'cancel');
    const message = `already cancelled ${byAt(cancel?.actor ?? null, cancel?.at ?? state.closedAt)}`;
    if (commandName === 'cancel') return refusal('already_done', message);
    return refusal('closed', `${message}; a cancelled incident is over for good: start another with start-incident`);
  }
  if (state.closedAt === null) return null;
  const resolved = `resolved ${byAt(state.resolvedBy, state.resolvedAt)}`;
  return refusal('closed', `${resolved} and closed since; start another with start-incident`);
}

export function acknowledge(state: IncidentState, actor: string, at: string): Change | Refusal {
  if (state.status === 'acknowledged') {
    return refusal('already_done', `already acknowledged ${byAt(state.acknowledgedBy, state.acknowledgedAt)}`);
  }
  if (state.status === 'resolved') return refusal('already_done', `already resolved ${byAt(state.resolvedBy, state.resolvedAt)}`);
  const metrics = { ...state.metrics, timeToAcknowledgeMs: since(state, at) };
  return {
    state: { ...state, status: 'acknowledged', acknowledgedAt: at, acknowledgedBy: actor, metrics },
    text: 'acknowledged the incident',
    effects: [HEADLINE, NEWS],
  };
}

/** A triggered incident can be resolved as well; then nobody ever acknowledged it, and the metrics say so. */
export function resolve(state: IncidentState, actor: string, at: string, note?: string): Change | Refusal {
  if (state.status === 'resolved') return refusal('already_done', `already resolved ${byAt(state.resolvedBy, state.resolvedAt)}`);
  const metrics = { ...state.metrics, timeToResolveMs: since(state, at) };
  return {
    state: { ...state, status: 'resolved', resolvedAt: at, resolvedBy: actor, metrics },
    text: note === undefined ? 'resolved the incident' : `resolved the incident: ${note}`,
    effects: [HEADLINE, NEWS, REPORT],
  };
}

/** A false alarm is not a resolution: it has no time to resolve. */
export function cancel(state: IncidentState, { reason }: Extract<Command, { name: 'cancel' }>): Change {
  return {
    state: { ...state, status: 'cancelled' },
    text: `cancelled the incident: ${reason}`,
    effects: [HEADLINE, NEWS, REPORT],
  };
}

const since = ({ createdAt }: IncidentState, at: string): number => Math.max(0, Date.parse(at) - Date.parse(createdAt));
