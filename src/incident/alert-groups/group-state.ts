import type { AlertOutcome } from '../model/alert-outcome';
import { type FiringAlerts, NONE_FIRING } from '../model/firing-alerts';
import type { EventStatus, NormalizedEvent } from '../model/incident';
import type { Severity } from '../model/severity';
import type { Decision } from './judge-alert';

/**
 * `idle`: it has never fired. `settling`: it recovered, and the recovery does not count yet. `quiet`: it was firing when its
 * source fell silent.
 */
export const GROUP_STATUSES = ['idle', 'firing', 'settling', 'recovered', 'quiet'] as const;
export type GroupStatus = (typeof GROUP_STATUSES)[number];

/** What a delivery did. The first ones come from the group, the others from its incident. */
export type DeliveryEffect =
  /** Being handled. */
  | 'pending'
  /** Kept, and nothing more: the rule says so, or nothing fires. */
  | 'recorded'
  /** Kept, because a maintenance is going on. */
  | 'muted'
  /** It opened an incident, or joined one that other alerts had opened. */
  | 'opened'
  | 'joined'
  /** It recovered; the recovery counts once it has lasted. */
  | 'settling'
  /** It fired again before the recovery counted. */
  | 'firedAgain'
  /** Its incident could not be told; `trouble` says why. */
  | 'failed'
  | AlertOutcome;

/** What was new in a delivery; what is absent was not. Lists are cut. */
export interface DeliveryNews {
  readonly newAlerts?: true;
  readonly severity?: { readonly from: Severity; readonly to: Severity };
  /** `name=value`. */
  readonly labels?: readonly string[];
  readonly description?: true;
}

/** What is kept of a delivery. */
export interface DeliveryRecord {
  readonly id: string;
  readonly at: string;
  readonly status: EventStatus;
  readonly severity: Severity;
  readonly title: string;
  /** The rule that decided on the group when it was handled; null if none was needed. */
  readonly rule: string | null;
  readonly effect: DeliveryEffect;
  readonly incidentId: string | null;
  readonly news: DeliveryNews;
  /** How many times the same delivery came again. */
  readonly again: number;
}

/** The incident of a group, as last known. */
export interface GroupIncident {
  readonly id: string;
  /**
   * `closed`: it can no longer be reopened. `archived`: neither can it, as it was resolved long ago. `cancelled`: neither can it, as
   * a person said that it was a false alarm.
   */
  readonly status: 'open' | 'resolved' | 'closed' | 'archived' | 'cancelled';
  /** When its status was last seen (RFC 3339, UTC). */
  readonly seenAt: string;
  /** The period of firing that it last heard of. */
  readonly episode: number;
  /** True if it was told that the alert still fires after a person resolved it. */
  readonly isToldStillFiring: boolean;
  /** True if it is the incident of a service that this one needs: another failure of this one is not a part of it. */
  readonly isOfDependency?: true;
}

/** A closed incident takes in no more alerts, for whatever reason it was closed. */
export function isUsable(incident: GroupIncident | null): incident is GroupIncident {
  return incident !== null && takesAlerts(incident.status);
}

export function takesAlerts(status: GroupIncident['status']): boolean {
  return status === 'open' || status === 'resolved';
}

/** True if a person has dealt with the alert: no repeat opens a new incident, only news or an alert that fires after a recovery. */
export function isDealtWith(incident: GroupIncident | null): boolean {
  return incident?.status === 'archived' || incident?.status === 'cancelled';
}

/** Work that follows from deliveries. Plain data, because it may outlive a run. */
export interface GroupWork {
  /** Firing alerts to tell the incident about, merged; null if there is nothing new. */
  readonly firing: NormalizedEvent | null;
  /** True if the rules must decide first. */
  readonly judge: boolean;
  /** True if a repeat came, and the incident may have been resolved since. */
  readonly look: boolean;
  /** Acknowledgements and ends without recovery, for the incident. */
  readonly notes: readonly NormalizedEvent[];
}

export const NO_WORK: GroupWork = { firing: null, judge: false, look: false, notes: [] };

/** A group of alerts: the answer of the query `group`, and what a run hands to the next. */
export interface AlertGroupState {
  /** The workflow's id. */
  readonly key: string;
  readonly instance: string;
  readonly fingerprint: string;
  readonly status: GroupStatus;
  /** Exact, whatever is kept of the deliveries. */
  readonly counts: {
    /** Deliveries handled, each once. */
    readonly deliveries: number;
    /** Deliveries that came again. */
    readonly duplicates: number;
    /** Periods of firing so far. */
    readonly episodes: number;
    /** Incidents opened or joined so far. */
    readonly incidents: number;
  };
  readonly firstAt: string | null;
  readonly lastAt: string | null;
  /** The alert as last reported firing, else as it came; null before the first delivery. */
  readonly event: NormalizedEvent | null;
  /** The `users` of the last delivery that named any. */
  readonly users?: readonly string[];
  readonly firing: FiringAlerts;
  readonly decision: Decision | null;
  readonly decidedAt: string | null;
  readonly incident: GroupIncident | null;
  /** Since when it has been settling; null if it is not. */
  readonly recoveringSince: string | null;
  /** When it last recovered. */
  readonly recoveredAt: string | null;
  readonly work: GroupWork;
  readonly deliveries: readonly DeliveryRecord[];
  /** Ids of deliveries that were handled. */
  readonly seen: readonly string[];
  /** Why its incident could not be opened or told; null if it could. */
  readonly trouble: string | null;
}

export function emptyGroup(about: Pick<AlertGroupState, 'key' | 'instance' | 'fingerprint'>): AlertGroupState {
  return {
    ...about,
    status: 'idle',
    counts: { deliveries: 0, duplicates: 0, episodes: 0, incidents: 0 },
    firstAt: null,
    lastAt: null,
    event: null,
    firing: NONE_FIRING,
    decision: null,
    decidedAt: null,
    incident: null,
    recoveringSince: null,
    recoveredAt: null,
    work: NO_WORK,
    deliveries: [],
    seen: [],
    trouble: null,
  };
}
