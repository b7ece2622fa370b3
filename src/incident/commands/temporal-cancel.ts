import type { Refusal } from '../model/commands';
import { HEADLINE, NEWS, REPORT } from '../model/effects';
import type { IncidentState } from '../model/state';
import { appendEntry } from '../model/timeline';
import { type Applied, applyCommand } from './apply-command';

const ACTOR = 'temporal';

/**
 * The workflow was cancelled in Temporal: an incident that is not over was a false alarm, by the command `cancel`. One
 * that is resolved stays resolved and is closed now instead of later: nothing of its resolution is lost.
 */
export function cancelInTemporal(state: IncidentState, nowIso: string): Applied | Refusal {
  if (state.status !== 'resolved' || state.closedAt !== null) {
    return applyCommand(state, { name: 'cancel', actor: ACTOR, reason: 'cancelled in Temporal' }, nowIso);
  }
  const text = 'closed the resolved incident: its workflow was cancelled in Temporal';
  const entry = { at: nowIso, recordedAt: nowIso, actor: ACTOR, kind: 'close', text, requestId: null };
  return {
    state: { ...state, closedAt: nowIso, archiveDueAt: null, timeline: appendEntry(state.timeline, entry) },
    effects: [HEADLINE, NEWS, REPORT],
  };
}
