import { describeLevel, isUnacknowledged, nextLevel } from './escalation';
import { eachPersonOnce } from './join-people';
import { commanderCommand, wantsCommander } from './people-commands';
import type { HeadlineMessage } from './room-message';
import type { IncidentState } from './state';

/**
 * The headline as the state stands: always true, never ahead of it.
 * @throws when the incident is not parsed yet; there is nothing to announce before.
 */
export function headlineOf(state: IncidentState): HeadlineMessage {
  const { incident } = state;
  if (incident === null) throw new Error('the headline needs a parsed incident');
  return {
    kind: 'headline',
    incident,
    status: state.status,
    team: state.people === null ? null : eachPersonOnce(state.people.resolved),
    roles: state.roles,
    assigned: state.request.autoAssign !== false,
    acknowledgedBy: state.acknowledgedBy,
    result: resultOf(state),
    next: nextOf(state),
    blocked: state.steps.flatMap(({ name, status, problem }) =>
      status === 'blocked' && problem !== null ? [{ step: name, problem }] : [],
    ),
    temporalUrl: incident.temporalUrl ?? null,
  };
}

function resultOf({ investigation }: IncidentState): string | null {
  if (investigation === null) return null;
  const { counts, health, confidence } = investigation;
  const total = counts.ok + counts.warn + counts.fail + counts.unknown;
  if (total === 0) return 'no probe matched: state unknown';
  const parts = [`health ${health === null ? 'unknown' : `${health}/100`}`, `${counts.fail} of ${total} probes fail`];
  if (counts.warn > 0) parts.push(`${counts.warn} warn`);
  if (counts.unknown > 0) parts.push(`${counts.unknown} unknown`);
  return `${parts.join(', ')} (confidence ${confidence} %)`;
}

function nextOf(state: IncidentState): HeadlineMessage['next'] {
  const { incident, incidentId, escalation, reminder, archiveDueAt } = state;
  if (isUnacknowledged(state)) {
    const level = incident === null ? null : nextLevel(incident, escalation.reached);
    const take = `take it with: incident ack ${incidentId}`;
    if (level !== null && escalation.dueAt !== null)
      return { text: `${take}; unless somebody does, it calls ${describeLevel(level)}`, at: escalation.dueAt };
    return { text: level === null ? `${take}; every level has been called` : take, at: null };
  }
  if (state.status === 'acknowledged') {
    const commander = wantsCommander(state) ? `needs a commander: ${commanderCommand(incidentId)}` : null;
    if (reminder.dueAt === null) return commander === null ? null : { text: commander, at: null };
    return { text: `${commander === null ? '' : `${commander}; `}asks for news if it stays quiet`, at: reminder.dueAt };
  }
  return archiveDueAt === null || state.closedAt !== null ? null : { text: 'closes for good unless it is reopened', at: archiveDueAt };
}
