import { armEscalation, nextLevel, whyNobody } from '../escalation/escalation';
import { type Change, NEWS, refusal } from '../model/effects';
import type { IncidentState } from '../model/state';
import type { Refusal } from '../text/refusal';
import { notParsed } from './command-preconditions';
import { alreadyResolved } from './life-cycle';

/** Pages the next level. `by` is who asked for it; null if no one acknowledged in time. */
export function escalate(state: IncidentState, by: string | null, nowIso: string): Change | Refusal {
  const { incident, escalation } = state;
  if (state.status === 'resolved') return alreadyResolved(state);
  if (incident === null) return notParsed(state);
  const next = nextLevel(incident, escalation.reached);
  if (next === null) {
    const hint = `To page people by name: incident add ${incident.id} USER`;
    return refusal('not_possible', 'every escalation level has been reached', hint, { kind: 'addPeople' });
  }
  const why = { kind: 'escalation', level: next.number, by } as const;
  return {
    state: { ...state, escalation: armEscalation(state, next.number, nowIso) },
    entry: { kind: 'escalate', level: next, nobody: whyNobody(state, next), isByClock: by === null },
    effects: [NEWS, { kind: 'callPeople', why, references: next.level.users, everybody: next.level.users.length === 0 }],
  };
}
