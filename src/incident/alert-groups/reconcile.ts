import { silencedNote } from '../alerts/shapes/group-event';
import { firingAlerts, isWhole, NONE_FIRING } from '../model/firing-alerts';
import type { NormalizedEvent } from '../model/incident';
import { hashOf } from '../text/identity';
import { RECONCILED } from './delivery';
import type { AlertGroupState } from './group-state';
import type { HeldAlert, HeldAlerts } from './held-alerts';

/** What an Alertmanager knows and a group does not, as the delivery that tells the group. */
export interface Finding {
  /** The group's workflow id. */
  readonly group: string;
  readonly kind: 'recovered' | 'partlyRecovered' | 'silenced' | 'firesAgain';
  /** The delivery's id: the same from every gateway that compares the same two states, so that the group applies it once. */
  readonly id: string;
  /** How many deliveries the group had handled. */
  readonly basedOn: number;
  readonly event: NormalizedEvent;
}

/** True if it follows from alerts that are missing. One that is missing only once may not have been sent yet. */
export function isAbsence({ kind }: Finding): boolean {
  return kind === 'recovered' || kind === 'partlyRecovered';
}

/** Alertmanager's own. Any other was derived from a payload without one, and cannot be compared. */
const FINGERPRINT = /^[0-9a-f]{16}$/;

/** What to tell a group, given all alerts that its Alertmanager holds. Empty: nothing, or it cannot be compared. */
export function reconcile(state: AlertGroupState, held: HeldAlerts): readonly Finding[] {
  const { event, firing, status } = state;
  if (event === null || !isOfAlertmanager(state)) return [];
  const found = firing.fingerprints.flatMap((fingerprint) => held.get(fingerprint) ?? []);
  const active = found.filter(({ isSuppressed }) => !isSuppressed);
  const suppressed = found.filter(({ isSuppressed }) => isSuppressed);
  switch (status) {
    case 'firing':
    case 'quiet': {
      const findings = [...missing(state, event, active, suppressed), ...silenced(state, event, suppressed)];
      return findings.filter(({ id }) => !state.seen.includes(id));
    }
    case 'settling':
    case 'recovered':
      return firesAgain(state, event, active);
    default:
      return [];
  }
}

function missing(state: AlertGroupState, event: NormalizedEvent, active: Alerts, suppressed: Alerts): readonly Finding[] {
  const { firing, counts } = state;
  if (!isComparable(state)) return [];
  if (active.length + suppressed.length === 0) {
    const recovered = { ...event, status: 'resolved', statusNote: null, firing: NONE_FIRING, problems: [] } as const;
    return [finding('recovered', state, counts.deliveries, recovered)];
  }
  if (active.length === 0 || active.length + suppressed.length >= firing.count) return [];
  return [finding('partlyRecovered', state, counts.deliveries, stillFiring(event, active), active)];
}

/** Noted once while the same alerts are silenced. */
function silenced(state: AlertGroupState, event: NormalizedEvent, suppressed: Alerts): readonly Finding[] {
  if (suppressed.length === 0) return [];
  const note = silencedNote(suppressed.map(({ name: alertname }) => ({ alertname })));
  const quiet = { ...event, status: 'ignored', statusNote: note, firing: NONE_FIRING, problems: [] } as const;
  return [finding('silenced', state, state.counts.episodes, quiet, suppressed)];
}

/**
 * Alertmanager keeps a log of what it has sent. It has told us of the alert, never of the recovery that was found by asking, and
 * so it would not send the alert again before `repeat_interval`. After a recovery that it reported itself, it does send the alert.
 */
function firesAgain(state: AlertGroupState, event: NormalizedEvent, active: Alerts): readonly Finding[] {
  const { deliveries, counts, fingerprint } = state;
  const lastFiring = deliveries.findLastIndex(({ status }) => status === 'firing');
  const recovery = deliveries.slice(lastFiring + 1).find(({ status }) => status === 'resolved');
  if (recovery === undefined || !recovery.id.startsWith(RECONCILED)) return [];
  const ours = active.filter(({ receivers }) => receivers.some((receiver) => fingerprint.startsWith(`alertmanager:${receiver}:`)));
  return ours.length === 0 ? [] : [finding('firesAgain', state, counts.deliveries, stillFiring(event, ours), ours)];
}

type Alerts = readonly HeldAlert[];

function stillFiring(event: NormalizedEvent, active: Alerts): NormalizedEvent {
  return { ...event, status: 'firing', statusNote: null, firing: firingAlerts(active), problems: [] };
}

/** `version` says which state of the group was compared: what is found in a later one is a new finding. */
function finding(kind: Finding['kind'], state: AlertGroupState, version: number, event: NormalizedEvent, alerts: Alerts = []): Finding {
  const found = alerts.map(({ fingerprint }) => fingerprint).sort();
  const id = `${RECONCILED}${hashOf(JSON.stringify([state.key, kind, version, found]))}`;
  return { group: state.key, kind, id, basedOn: state.counts.deliveries, event: { ...event, fingerprint: state.fingerprint } };
}

function isOfAlertmanager({ fingerprint }: AlertGroupState): boolean {
  return fingerprint.startsWith('alertmanager:');
}

/** True if the group knows all alerts that it was told of: `max_alerts` hides some, and a long list is cut. */
function isComparable({ firing, event }: AlertGroupState): boolean {
  const named = Number(event?.labels.alerts ?? firing.count);
  const most = Math.max(firing.count, named);
  return (
    isWhole(firing) &&
    firing.fingerprints.length > 0 &&
    firing.fingerprints.length >= most &&
    firing.fingerprints.every((text) => FINGERPRINT.test(text))
  );
}
