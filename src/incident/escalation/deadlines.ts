import type { NextLevel } from '../model/incident';
import type { DeadlineKind, IncidentState } from '../model/state';
import { describeLevel, NOBODY_WORDS, nextLevel, whyNobody } from './escalation';

/** Something that happens automatically at a time given by the state. */
export interface Deadline {
  readonly kind: DeadlineKind;
  /** RFC 3339, UTC. */
  readonly at: string;
  /** One line shown with the timer: "pages ben@example.com (level 1)". */
  readonly summary: string;
}

/** The next deadline, or null. */
export function nextDeadline(state: IncidentState): Deadline | null {
  const { incident, escalation, reminder, archiveDueAt } = state;
  const level = incident === null ? null : nextLevel(incident, escalation.reached);
  const deadlines: Deadline[] = [];
  if (escalation.dueAt !== null && level !== null)
    deadlines.push({
      kind: 'escalate',
      at: escalation.dueAt,
      summary: escalationSummary(state, level),
    });
  if (reminder.dueAt !== null) deadlines.push({ kind: 'remind', at: reminder.dueAt, summary: 'asks for an update if it stays quiet' });
  if (archiveDueAt !== null) deadlines.push({ kind: 'archive', at: archiveDueAt, summary: 'closes the incident unless reopened' });
  return deadlines.sort((a, b) => (a.at < b.at ? -1 : 1))[0] ?? null;
}

function escalationSummary(state: IncidentState, level: NextLevel): string {
  const why = whyNobody(state, level);
  return why === null
    ? `calls ${describeLevel(level, null)} unless someone acknowledges`
    : `would call no one, because ${NOBODY_WORDS[why]}`;
}

/** True once the deadline has passed. */
export function isDue({ at }: Deadline, nowIso: string): boolean {
  return Date.parse(at) <= Date.parse(nowIso);
}
