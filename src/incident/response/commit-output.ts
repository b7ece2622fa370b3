import { armEscalation, later } from '../escalation/escalation';
import type { IncidentState, WarRoom } from '../model/state';
import { appendEntry, ownEntry } from '../model/timeline';
import { rememberLook } from './past-looks';

/** The state after a node of the response has produced its output, with everything that follows. */
export function commitOutput<Key extends keyof IncidentState>(
  state: IncidentState,
  key: Key,
  value: NonNullable<IncidentState[Key]>,
  nowIso: string,
): IncidentState {
  const after: IncidentState = { ...state, [key]: value };
  if (key === 'incident') return state.incident === null ? startClock(after, nowIso) : after;
  if (key === 'investigation') return rememberLook(after, nowIso);
  return key === 'warRoom' ? enterRoom(after, state.warRoom, nowIso) : after;
}

/**
 * Deadlines are known once the incident is parsed. The escalation counts from its creation, however late it was parsed; a
 * reminder counts from now.
 */
function startClock(state: IncidentState, nowIso: string): IncidentState {
  const { createdAt, escalation, incident, status } = state;
  if (incident === null) return state;
  const { remindAfterMs } = incident.policy.bySeverity[incident.severity];
  return {
    ...state,
    escalation: armEscalation(state, escalation.reached, createdAt),
    ...(status === 'acknowledged' ? { reminder: { dueAt: later(nowIso, remindAfterMs), unanswered: 0 } } : {}),
  };
}

/**
 * A replacement room has no messages of the incident yet, so everything that is still to be posted must wait for its
 * headline.
 */
function enterRoom(state: IncidentState, before: WarRoom | null, nowIso: string): IncidentState {
  const { warRoom, createdAt, metrics, timeline } = state;
  if (warRoom === null || warRoom.channelId === before?.channelId) return state;
  const { name, privacy, created } = warRoom;
  const timeToWarRoomMs = metrics.timeToWarRoomMs ?? Date.parse(nowIso) - Date.parse(createdAt);
  const entry = ownEntry({ kind: 'warRoom', name, privacy, created, insteadOf: before?.name ?? null }, nowIso);
  return {
    ...state,
    ...(before === null ? {} : { headlineTs: null, progress: null }),
    metrics: { ...metrics, timeToWarRoomMs },
    timeline: appendEntry(timeline, entry),
  };
}
