import { NEWS, REPORT } from '../model/effects';
import type { IncidentState } from '../model/state';
import { appendEntry } from '../model/timeline';
import type { EntryData } from '../model/timeline-entry';
import type { Refusal } from '../text/refusal';
import type { Applied } from './apply-command';
import { cancel, refusedAsOver } from './life-cycle';

/**
 * The workflow was cancelled in Temporal. An open incident becomes a false alarm, as with the command `cancel`. A resolved
 * incident stays resolved and closes now instead of later, so that the record of its resolution is kept.
 */
export function cancelInTemporal(state: IncidentState, nowIso: string): Applied | Refusal {
  const over = refusedAsOver(state, 'cancel');
  if (over !== null) return over;
  if (state.status === 'resolved') {
    const closed = { ...state, closedAt: nowIso, archiveDueAt: null };
    return { state: recorded(closed, { kind: 'close' }, nowIso), effects: [NEWS, REPORT] };
  }
  const { state: cancelled, entry, effects } = cancel(state, null);
  return { state: recorded(cancelled, entry, nowIso), effects };
}

function recorded(state: IncidentState, data: EntryData, nowIso: string): IncidentState {
  const entry = { at: nowIso, recordedAt: nowIso, actor: 'temporal', requestId: null, ...data };
  return { ...state, timeline: appendEntry(state.timeline, entry) };
}
