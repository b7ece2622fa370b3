import type { Deadline } from '../escalation/deadlines';
import { isUnacknowledged, later } from '../escalation/escalation';
import type { IncidentState } from '../model/state';
import { appendEntry, ownEntry } from '../model/timeline';
import type { EntryData } from '../model/timeline-entry';
import { isRefusal } from '../text/refusal';
import type { Applied } from './apply-command';
import { escalate } from './escalate';

const DAY_MS = 86_400_000;

/** Applies a deadline that is due. `archive` changes nothing here: the workflow closes the incident. */
export function applyDeadline(state: IncidentState, { kind }: Deadline, nowIso: string): Applied {
  if (kind === 'escalate') return escalateByClock(state, nowIso);
  if (kind === 'remind') return remind(state, nowIso);
  return { state, effects: [] };
}

function escalateByClock(state: IncidentState, nowIso: string): Applied {
  const change = isUnacknowledged(state) ? escalate(state, null, nowIso) : null;
  // A deadline that no longer applies is cleared.
  if (change === null || isRefusal(change)) return { state: { ...state, escalation: { ...state.escalation, dueAt: null } }, effects: [] };
  return { state: told(change.state, change.entry, nowIso), effects: change.effects };
}

/** Asks for an update and schedules the next request after twice the wait, at most a day. */
function remind(state: IncidentState, nowIso: string): Applied {
  const { incident, reminder } = state;
  if (incident === null || state.status !== 'acknowledged')
    return { state: { ...state, reminder: { ...reminder, dueAt: null } }, effects: [] };
  const unanswered = reminder.unanswered + 1;
  const wait = Math.min(DAY_MS, incident.policy.bySeverity[incident.severity].remindAfterMs * 2 ** Math.min(unanswered, 16));
  const next = { ...state, reminder: { dueAt: later(nowIso, wait), unanswered } };
  return { state: told(next, { kind: 'reminder' }, nowIso), effects: [{ kind: 'postReminder' }] };
}

function told(state: IncidentState, entry: EntryData, nowIso: string): IncidentState {
  return { ...state, timeline: appendEntry(state.timeline, ownEntry(entry, nowIso)) };
}
