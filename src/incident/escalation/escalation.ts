import { currentPolicy, type EscalationLevel, type Incident, type NextLevel, type SeverityPolicy } from '../model/incident';
import type { Severity } from '../model/severity';
import type { Escalation, IncidentState } from '../model/state';
import type { NobodyReason } from '../model/timeline-entry';

const EVERYBODY: EscalationLevel = { name: 'everyone', users: [] };

/** The level after `reached` levels, or null if all of them have been paged as many times as configured. */
export function nextLevel(incident: Incident, reached: number): NextLevel | null {
  const { levels: configured } = incident.policy.bySeverity[incident.severity];
  const levels = configured.length === 0 ? [EVERYBODY] : configured;
  const level = levels[Math.min(reached, levels.length - 1)];
  if (level === undefined || reached >= levels.length + currentPolicy(incident).repeatLastLevel) return null;
  return { number: reached + 1, level, again: reached >= levels.length };
}

/** True while no one has acknowledged; the escalation clock runs only then. */
export function isUnacknowledged({ status }: Pick<IncidentState, 'status'>): boolean {
  return status === 'triggered' || status === 'reopened';
}

/** Starts the clock for the level after `reached`. Nothing is due if there is no such level or someone has acknowledged. */
export function armEscalation(state: IncidentState, reached: number, nowIso: string): Escalation {
  const { incident } = state;
  if (incident === null || !isUnacknowledged(state) || nextLevel(incident, reached) === null) return { reached, dueAt: null };
  return { reached, dueAt: later(nowIso, waitMs(incident.policy.bySeverity[incident.severity], reached)) };
}

/**
 * The clock after a severity change. A higher severity may bring the next level forward but never delays it; a lower one
 * restarts the clock with its own, longer time. Levels already reached stay reached.
 */
export function retimeEscalation(state: IncidentState, before: Severity, nowIso: string): Escalation {
  const { escalation, incident } = state;
  const armed = armEscalation(state, escalation.reached, nowIso);
  if (incident === null || armed.dueAt === null || escalation.dueAt === null) return armed;
  const { bySeverity } = incident.policy;
  const isMilder = waitMs(bySeverity[incident.severity], escalation.reached) > waitMs(bySeverity[before], escalation.reached);
  return isMilder || armed.dueAt < escalation.dueAt ? armed : escalation;
}

/** Who is paged at a level's time: a human-readable sentence that a time may follow. `because` says why it reaches no one. */
export function describeDue(next: NextLevel, because: string | null): string {
  if (because !== null) return `escalation level ${next.number} pages no one in Slack (${because})`;
  const { length } = next.level.users;
  return length === 0
    ? `everyone is paged again (escalation level ${next.number})`
    : `${namesOf(next)} ${length === 1 ? 'is' : 'are'} paged`;
}

/** Whom a level pages now, as human-readable text. Slack may still refuse. `nobody` says why it reaches no one. */
export function describePaging(next: NextLevel, nobody: NobodyReason | null): string {
  if (nobody !== null) return `no one to page, because ${NOBODY_WORDS[nobody]}`;
  return next.level.users.length === 0 ? `paging everyone again (escalation level ${next.number})` : `paging ${namesOf(next)}`;
}

function namesOf({ number, level, again }: NextLevel): string {
  const named = again ? level.name : `escalation level ${number}, ${level.name}`;
  const name = /^level \d+$/.test(level.name) ? `escalation ${level.name}` : named;
  return `${level.users.join(', ')} (${name}${again ? ', again' : ''})`;
}

export const NOBODY_WORDS: Readonly<Record<NobodyReason, string>> = {
  noWarRoom: 'no war room was requested',
  nobodyRequested: 'no people were requested',
  nobodyFoundYet: 'none of the requested people have been found yet',
  nobodyFound: 'none of the requested people were found',
};

/** Why a page to this level would reach no one; null if it reaches someone, or no one has been looked up yet. */
export function whyNobody({ people, request }: Pick<IncidentState, 'people' | 'request'>, { level }: NextLevel): NobodyReason | null {
  if (request.createChannel === false) return 'noWarRoom';
  if (level.users.length > 0 || people === null || people.resolved.length > 0) return null;
  if (people.unresolved.length === 0) return 'nobodyRequested';
  return people.unresolved.some(({ isPending }) => isPending) ? 'nobodyFoundYet' : 'nobodyFound';
}

function waitMs({ acknowledgeWithinMs, escalateEveryMs }: SeverityPolicy, reached: number): number {
  return reached === 0 ? acknowledgeWithinMs : escalateEveryMs;
}

/** A time this many milliseconds after another (RFC 3339, UTC). */
export function later(iso: string, ms: number): string {
  return new Date(Date.parse(iso) + ms).toISOString();
}
