import { later, retimeEscalation } from '../escalation/escalation';
import { type Change, type Effect, NEWS, refusal } from '../model/effects';
import { currentPolicy, type Incident } from '../model/incident';
import { SEVERITIES, type Severity } from '../model/severity';
import type { IncidentState } from '../model/state';
import type { Refusal } from '../text/refusal';
import { notParsed } from './command-preconditions';

/** A person sets the severity, up or down. */
export function changeSeverity(state: IncidentState, severity: Severity, nowIso: string): Change | Refusal {
  const { incident } = state;
  if (incident === null) return notParsed(state);
  if (incident.severity === severity) return refusal('already_done', `the severity is already ${severity}`);
  const changed = withSeverity(state, incident, severity, nowIso);
  return {
    state: changed.state,
    entry: { kind: 'changeSeverity', from: incident.severity, to: severity },
    effects: [NEWS, ...changed.effects],
  };
}

/** Sets the severity and reschedules the escalation. A higher severity is announced again and pages its own responders. */
export function withSeverity(
  state: IncidentState,
  incident: Incident,
  severity: Severity,
  nowIso: string,
): { state: IncidentState; effects: readonly Effect[] } {
  const changed = { ...state, incident: { ...incident, severity, severityDefaulted: false } };
  const escalation = retimeEscalation(changed, incident.severity, nowIso);
  const retimed = { ...changed, escalation, archiveDueAt: retimeArchive(state.archiveDueAt, incident, changed.incident) };
  const isGraver = SEVERITIES.indexOf(severity) < SEVERITIES.indexOf(incident.severity);
  if (!isGraver || state.status === 'resolved') return { state: retimed, effects: [] };
  const known = new Set(state.people?.resolved.map(({ reference }) => reference.toLowerCase()));
  const further = incident.policy.bySeverity[severity].responders.filter((reference) => !known.has(reference.toLowerCase()));
  const why = { kind: 'severity', from: incident.severity, to: severity } as const;
  return { state: retimed, effects: [{ kind: 'callPeople', why, references: further, everybody: true }] };
}

/** A resolved incident can be reopened for as long after its resolution as its new severity allows. */
function retimeArchive(dueAt: string | null, before: Incident, after: Incident): string | null {
  return dueAt === null ? null : later(dueAt, currentPolicy(after).archiveAfterMs - currentPolicy(before).archiveAfterMs);
}
