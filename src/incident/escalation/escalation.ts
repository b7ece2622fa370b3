import { currentPolicy } from '../model/current-policy';
import type { EscalationLevel, Incident, NextLevel, SeverityPolicy } from '../model/incident';
import type { Severity } from '../model/severity';
import type { Escalation, IncidentState } from '../model/state';
import type { NobodyReason } from '../model/timeline-entry';

const EVERYBODY: EscalationLevel = { name: 'everybody', users: [] };

/** The level after `reached` ones, or null when all have been called as often as the configuration says. */
export function nextLevel(incident: Incident, reached: number): NextLevel | null {
  const { levels: configured } = incident.policy.bySeverity[incident.severity];
  const levels = configured.length === 0 ? [EVERYBODY] : configured;
  const level = levels[Math.min(reached, levels.length - 1)];
  if (level === undefined || reached >= levels.length + currentPolicy(incident).repeatLastLevel) return null;
  return { number: reached + 1, level, again: reached >= levels.length };
}

/** Nobody has taken it: only then does the clock of the escalation run. */
export function isUnacknowledged({ status }: Pick<IncidentState, 'status'>): boolean {
  return status === 'triggered' || status === 'reopened';
}

/** Starts the clock for the level after `reached` ones; nothing is due when there is none, or somebody has taken it. */
export function armEscalation(state: IncidentState, reached: number, nowIso: string): Escalation {
  const { incident } = state;
  if (incident === null || !isUnacknowledged(state) || nextLevel(incident, reached) === null) return { reached, dueAt: null };
  return { reached, dueAt: later(nowIso, waitMs(incident.policy.bySeverity[incident.severity], reached)) };
}

/**
 * The clock after a change of severity: a graver one may bring the next level forward, never put it off; a milder one
 * starts its own, longer time anew. The levels that were reached stay reached.
 */
export function retimeEscalation(state: IncidentState, before: Severity, nowIso: string): Escalation {
  const { escalation, incident } = state;
  const armed = armEscalation(state, escalation.reached, nowIso);
  if (incident === null || armed.dueAt === null || escalation.dueAt === null) return armed;
  const { bySeverity } = incident.policy;
  const isMilder = waitMs(bySeverity[incident.severity], escalation.reached) > waitMs(bySeverity[before], escalation.reached);
  return isMilder || armed.dueAt < escalation.dueAt ? armed : escalation;
}

/** For people: who a level calls. `nobody`: why it reaches nobody. */
export function describeLevel({ number, level, again }: NextLevel, nobody: NobodyReason | null): string {
  if (nobody !== null) return `nobody, because ${NOBODY_WORDS[nobody]}`;
  if (level.users.length === 0) return 'everybody again';
  return `${level.users.join(', ')} (${level.name === `level ${number}` || again ? level.name : `level ${number}, ${level.name}`}${again ? ', again' : ''})`;
}

export const NOBODY_WORDS: Readonly<Record<NobodyReason, string>> = {
  noWarRoom: 'no war room was asked for',
  nobodyFound: 'nobody has been found',
};

/** Why a call of this level would reach nobody; null: it reaches somebody, or people are still being looked for. */
export function whyNobody({ people, request }: Pick<IncidentState, 'people' | 'request'>, { level }: NextLevel): NobodyReason | null {
  if (request.createChannel === false) return 'noWarRoom';
  return level.users.length === 0 && people?.resolved.length === 0 ? 'nobodyFound' : null;
}

function waitMs({ acknowledgeWithinMs, escalateEveryMs }: SeverityPolicy, reached: number): number {
  return reached === 0 ? acknowledgeWithinMs : escalateEveryMs;
}

/** So many milliseconds after a moment (RFC 3339, UTC). */
export function later(iso: string, ms: number): string {
  return new Date(Date.parse(iso) + ms).toISOString();
}
