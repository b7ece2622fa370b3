import type { NextLevel } from '../model/incident';
import type { DeadlineKind, IncidentState } from '../model/state';
import { describeDue, NOBODY_WORDS, nextLevel, whyNobody } from './escalation';

/** What happens at a deadline unless someone prevents it; a time follows. */
export const REMINDER_DUE = 'unless someone posts an update, a reminder follows';
export const CLOSING_DUE = 'unless it is reopened, the incident closes permanently';

/** Something that happens automatically at a time given by the state. */
export interface Deadline {
  readonly kind: DeadlineKind;
  /** RFC 3339, UTC. */
  readonly at: string;
  /** One line shown with the timer: "unless someone acknowledges, ben@example.com (escalation level 1) is paged". */
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
  if (reminder.dueAt !== null) deadlines.push({ kind: 'remind', at: reminder.dueAt, summary: REMINDER_DUE });
  if (archiveDueAt !== null) deadlines.push({ kind: 'archive', at: archiveDueAt, summary: CLOSING_DUE });
  return deadlines.sort((a, b) => (a.at < b.at ? -1 : 1))[0] ?? null;
}

function escalationSummary(state: IncidentState, level: NextLevel): string {
  const why = whyNobody(state, level);
  if (why !== null) return describeDue(level, NOBODY_WORDS[why]);
  return `unless someone acknowledges, ${describeDue(level, null)}`;
}

/** True once the deadline has passed. */
export function isDue({ at }: Deadline, nowIso: string): boolean {
  return Date.parse(at) <= Date.parse(nowIso);
}
