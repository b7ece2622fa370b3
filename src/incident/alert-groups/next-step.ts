import type { NormalizedEvent } from '../model/incident';
import { closesAt, isReached, quietAt, settlesAt, unmutesAt } from './deadlines';
import { type AlertGroupState, type GroupIncident, isUsable } from './group-state';
import type { Decision } from './judge-alert';

/** The next thing that a group must do. */
export type GroupStep =
  /** The rules decide. */
  | { readonly kind: 'judge' }
  /** See whether the incident is open. */
  | { readonly kind: 'look'; readonly incidentId: string }
  | { readonly kind: 'open'; readonly event: NormalizedEvent; readonly join: Decision['join'] }
  /** Join the incident of a service that this one needs. */
  | { readonly kind: 'joinDependency'; readonly incidentId: string; readonly event: NormalizedEvent }
  | { readonly kind: 'tell'; readonly incidentId: string; readonly event: NormalizedEvent; readonly about: 'firing' | 'note' | 'recovery' }
  /** Nothing is opened, because the decision says so or nothing fires. */
  | { readonly kind: 'keep'; readonly effect: KeptEffect; readonly about: 'firing' | 'note' }
  /** A recovery counts, and no incident needs to know. */
  | { readonly kind: 'settle' }
  /** The source fell silent while the group was firing. */
  | { readonly kind: 'fallQuiet' };

type KeptEffect = 'recorded' | 'muted' | 'repeated' | 'stillFiring';

/** How long a seen status of an incident is relied on, in milliseconds. */
const SEEN_FOR_MS = 500;

/** Null if there is nothing to do now. */
export function nextStep(state: AlertGroupState, nowIso: string): GroupStep | null {
  const { work, decision, incident, event, status } = state;
  if (work.firing !== null) return work.judge || decision === null ? { kind: 'judge' } : firingStep(state, work.firing, decision, nowIso);
  if (isReached(unmutesAt(state), nowIso)) return { kind: 'judge' };
  const [note] = work.notes;
  if (note !== undefined)
    return isUsable(incident) ? { kind: 'tell', incidentId: incident.id, event: note, about: 'note' } : keep('recorded', 'note');
  if (work.look) {
    if (!isUsable(incident) || event === null) return keep('recorded', 'firing');
    if (!isFresh(incident, nowIso)) return { kind: 'look', incidentId: incident.id };
    if (incident.status !== 'resolved' || status !== 'firing') return keep('repeated', 'firing');
    if (incident.isToldStillFiring) return keep('stillFiring', 'firing');
    return { kind: 'tell', incidentId: incident.id, event, about: 'firing' };
  }
  if (isReached(settlesAt(state), nowIso)) {
    if (!isUsable(incident) || event === null) return { kind: 'settle' };
    return { kind: 'tell', incidentId: incident.id, event: recovered(event), about: 'recovery' };
  }
  if (isReached(quietAt(state), nowIso)) return { kind: 'fallQuiet' };
  // It is kept for as long as its incident is open, so that no second one is opened.
  if (status === 'quiet' && isUsable(incident) && isReached(closesAt(state), nowIso)) return { kind: 'look', incidentId: incident.id };
  return null;
}

function firingStep(state: AlertGroupState, event: NormalizedEvent, decision: Decision, nowIso: string): GroupStep {
  const { incident } = state;
  if (decision.do === 'mute') return keep('muted', 'firing');
  if (decision.do === 'record') return keep('recorded', 'firing');
  const { dependency, join } = decision;
  const open =
    dependency === undefined
      ? ({ kind: 'open', event, join } as const)
      : ({ kind: 'joinDependency', incidentId: dependency.incidentId, event } as const);
  if (!isUsable(incident)) return open;
  if (isTooLate(state, incident, decision, nowIso)) {
    // Another group of alerts may have kept the incident open.
    if (!isFresh(incident, nowIso)) return { kind: 'look', incidentId: incident.id };
    if (incident.status === 'resolved') return open;
  }
  return { kind: 'tell', incidentId: incident.id, event, about: 'firing' };
}

function keep(effect: KeptEffect, about: 'firing' | 'note'): GroupStep {
  return { kind: 'keep', effect, about };
}

/** True if the group fires again so long after its recovery that this is a new incident. A resolved one of a dependency is not reopened. */
function isTooLate(
  { recoveredAt, counts }: AlertGroupState,
  { episode, isOfDependency }: GroupIncident,
  { dependency, reopenWithinMs }: Decision,
  nowIso: string,
): boolean {
  if (episode >= counts.episodes || recoveredAt === null) return false;
  return isOfDependency === true || dependency !== undefined || Date.parse(nowIso) - Date.parse(recoveredAt) > reopenWithinMs;
}

function isFresh({ seenAt }: GroupIncident, nowIso: string): boolean {
  return Date.parse(nowIso) - Date.parse(seenAt) < SEEN_FOR_MS;
}

function recovered(event: NormalizedEvent): NormalizedEvent {
  return { ...event, status: 'resolved', firing: { count: 0, fingerprints: [], newestStartedAt: null } };
}
