import { armEscalation, later } from '../escalation/escalation';
import { actorOf, slackUserOf } from '../model/actor';
import type { AlertFiring } from '../model/alert-outcome';
import { byAt, type Change, NEWS, OUTCOME, REPORT, refusal } from '../model/effects';
import { currentPolicy } from '../model/incident';
import type { IncidentState } from '../model/state';
import type { Acting } from '../model/timeline-entry';
import { withoutDeclined } from '../people/declined';
import type { Refusal } from '../text/refusal';

export const NO_REMINDER = { dueAt: null, unanswered: 0 } as const;
const OPEN_ANOTHER = 'To open a new incident: start-incident';
const DAY_MS = 86_400_000;

/** Why commands no longer apply, or null until the incident is closed or cancelled. */
export function refusedAsOver(state: IncidentState, commandName: string): Refusal | null {
  if (state.status === 'cancelled') {
    const cancel = state.timeline.findLast(({ kind }) => kind === 'cancel');
    const message = `already cancelled ${byAt(cancel === undefined ? null : actorOf(cancel), cancel?.at ?? state.closedAt)}`;
    if (commandName === 'cancel') return refusal('already_done', message);
    return refusal('closed', `${message}; a cancelled incident cannot be reopened`, OPEN_ANOTHER);
  }
  if (state.closedAt === null) return null;
  const resolved = `resolved ${byAt(state.resolvedBy, state.resolvedAt)}`;
  return refusal('closed', `${resolved} and closed since then`, OPEN_ANOTHER);
}

/** `at` is when the actor acted. `nowIso` is when that is recorded; deadlines count from that time. */
export function acknowledge(state: IncidentState, { actor, actorName }: Pick<Acting, 'actor' | 'actorName'>, at: string): Change | Refusal {
  if (state.status === 'acknowledged') {
    const message = `already acknowledged ${byAt(state.acknowledgedBy, state.acknowledgedAt)}`;
    return refusal('already_done', message, `To take over: incident assign ${state.incidentId} USER --role commander`, {
      kind: 'takeCommand',
    });
  }
  if (state.status === 'resolved') return alreadyResolved(state);
  const userId = slackUserOf(actor);
  const { acknowledgedById: _, ...before } = withoutDeclined(state, { userId, name: actorName ?? actor });
  const timeToAcknowledgeMs = state.metrics.timeToAcknowledgeMs ?? since(state, at);
  return {
    state: {
      ...before,
      status: 'acknowledged',
      acknowledgedAt: at,
      acknowledgedBy: actorName ?? actor,
      ...(userId === null ? {} : { acknowledgedById: userId }),
      escalation: { ...state.escalation, dueAt: null },
      metrics: { ...state.metrics, timeToAcknowledgeMs },
    },
    entry: { kind: 'acknowledge' },
    effects: [NEWS],
  };
}

/** A triggered incident can be resolved too. In that case no one acknowledged it, and the metrics show that. */
export function resolve(state: IncidentState, resolution: { actor: string; at: string; nowIso: string; note?: string }): Change | Refusal {
  const { actor, at, nowIso, note } = resolution;
  if (state.status === 'resolved') return alreadyResolved(state);
  return {
    state: {
      ...state,
      status: 'resolved',
      resolvedAt: at,
      resolvedBy: actor,
      archiveDueAt: later(nowIso, state.incident === null ? DAY_MS : currentPolicy(state.incident).archiveAfterMs),
      escalation: { ...state.escalation, dueAt: null },
      reminder: NO_REMINDER,
      metrics: { ...state.metrics, timeToResolveMs: since(state, at) },
    },
    entry: { kind: 'resolve', ...(note === undefined ? {} : { note }) },
    effects: [NEWS, OUTCOME, REPORT],
  };
}

/** The metrics stay: time to the first acknowledgement and, until the next resolution, time to resolve. */
export function reopen(
  state: IncidentState,
  { actor, reason }: { actor: string; reason: string | AlertFiring },
  nowIso: string,
): Change | Refusal {
  if (state.status !== 'resolved') {
    const message = `the incident is ${state.status}; only a resolved incident can be reopened`;
    return refusal('not_possible', message, `To see it: incident show ${state.incidentId}`, { kind: 'look' });
  }
  const { acknowledgedById: _, declined: __, ...before } = state;
  const reopened: IncidentState = {
    ...before,
    status: 'reopened',
    acknowledgedAt: null,
    acknowledgedBy: null,
    resolvedAt: null,
    resolvedBy: null,
    archiveDueAt: null,
    reopenings: state.reopenings + 1,
  };
  return {
    state: { ...reopened, escalation: armEscalation(reopened, 0, nowIso) },
    entry: { kind: 'reopen', reason },
    effects: [NEWS, { kind: 'callPeople', why: { kind: 'reopened', by: actor, reason }, references: [], everybody: true }, REPORT],
  };
}

/**
 * A false alarm is not a resolution, so it has no time to resolve. If the incident is resolved when it is cancelled, the
 * record of who resolved it, when, and how long it took is kept. `reason` is null if its workflow was cancelled in
 * Temporal.
 */
export function cancel(state: IncidentState, reason: string | null): Change {
  const timeToResolveMs = state.status === 'resolved' ? state.metrics.timeToResolveMs : null;
  return {
    state: {
      ...state,
      status: 'cancelled',
      archiveDueAt: null,
      escalation: { ...state.escalation, dueAt: null },
      reminder: NO_REMINDER,
      metrics: { ...state.metrics, timeToResolveMs },
    },
    entry: { kind: 'cancel', reason },
    effects: [NEWS, REPORT],
  };
}

export function alreadyResolved(state: IncidentState): Refusal {
  const { incidentId } = state;
  const again = `incident resume ${incidentId} --from investigate`;
  const hint = `If the problem persists, reopen the incident: incident reopen ${incidentId} --reason "…". To investigate without reopening it: ${again}`;
  return refusal('already_done', `already resolved ${byAt(state.resolvedBy, state.resolvedAt)}`, hint, { kind: 'reopen' });
}

const since = ({ createdAt }: IncidentState, at: string): number => Math.max(0, Date.parse(at) - Date.parse(createdAt));
