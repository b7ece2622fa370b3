import { alertMemory, isRefire, othersFiring } from '../model/alert-memory';
import { ALERT_OUTCOMES, type AlertOutcome } from '../model/alert-outcome';
import type { NormalizedEvent } from '../model/incident';
import type { IncidentState } from '../model/state';
import { assertNever } from '../text/assert-never';

/** What the outcome depends on besides the incident and the alert. */
export interface AlertContext {
  /** The alert says something new, such as a higher severity or another label. */
  readonly hasNews: boolean;
  /** Another alert of the same delivery is firing. */
  readonly isAmongFiring: boolean;
}

/** Decides what an alert does to an incident that is not closed. A table in the test lists every case. */
export function alertOutcome(state: IncidentState, event: NormalizedEvent, { hasNews, isAmongFiring }: AlertContext): AlertOutcome {
  const isResolved = state.status === 'resolved';
  switch (event.status) {
    case 'firing':
      if (isResolved) return firesAfterAll(state, event) ? 'reopened' : 'stillFiring';
      if (state.incident === null) return 'noted';
      return hasNews ? 'updated' : 'repeated';
    case 'resolved':
      if (isResolved) return 'alreadyResolved';
      return isAmongFiring || othersFire(state, event) ? 'partlyRecovered' : 'resolved';
    case 'ignored':
      return event.statusNote == null ? 'noted' : 'notRecovered';
    case 'acknowledged':
      return 'noted';
    default:
      return assertNever(event.status);
  }
}

/** The most important outcome, if one delivery holds several alerts. */
export function gravestOutcome(outcomes: readonly AlertOutcome[]): AlertOutcome | undefined {
  return ALERT_OUTCOMES.find((outcome) => outcomes.includes(outcome));
}

function firesAfterAll(state: IncidentState, event: NormalizedEvent): boolean {
  // An older version read this incident and did not record which alerts were firing; it keeps that version's behaviour.
  if (event.firing === undefined) return false;
  const memory = alertMemory(state);
  // It is unknown which alerts were firing. If an alert resolved the incident, that alert had recovered.
  return memory === null ? state.resolvedBy?.startsWith('alert:') === true : isRefire(memory, event);
}

function othersFire(state: IncidentState, event: NormalizedEvent): boolean {
  const memory = alertMemory(state);
  return memory !== null && othersFiring(memory, event) > 0;
}
