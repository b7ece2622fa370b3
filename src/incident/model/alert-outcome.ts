import type { EventStatus } from './incident';
import type { Severity } from './severity';

/** What an alert does to an incident, the most important outcome first. */
export const ALERT_OUTCOMES = [
  /**
   * The incident was resolved, and an alert that had recovered, or a new one, is firing: its people are paged and its
   * deadlines restart.
   */
  'reopened',
  /** Every alert behind it has recovered. */
  'resolved',
  /** Every alert behind it has recovered, and its people decide whether it is over: it stays open. */
  'recovered',
  /** It is open, and the alert added something new. */
  'updated',
  /** One group of alerts recovered, and another is still firing: the incident stays open. */
  'partlyRecovered',
  /** The alert ended without recovering: its data vanished, or someone silenced it. The incident is unchanged. */
  'notRecovered',
  /** A person resolved the incident, and the same alert is still firing: the incident stays resolved. */
  'stillFiring',
  /** The alert recovered after the incident was resolved. */
  'alreadyResolved',
  /** Recorded only: the alert was acknowledged or ignored in its own tool, or the incident was never parsed. */
  'noted',
  /** It is open, and the alert says nothing new. */
  'repeated',
] as const;
export type AlertOutcome = (typeof ALERT_OUTCOMES)[number];

/**
 * What the recovery of the last alert does to the incident. `ask`: its people are asked to resolve it. `note`: the thread says so.
 */
export const RECOVERY_ACTIONS = ['resolve', 'ask', 'note'] as const;
export type RecoveryAction = (typeof RECOVERY_ACTIONS)[number];

export function isRecoveryAction(value: unknown): value is RecoveryAction {
  return (RECOVERY_ACTIONS as readonly unknown[]).includes(value);
}

/** What an alert says that the incident did not know. Long lists are cut; `more` counts the rest. */
export type AlertNews =
  | { readonly kind: 'severity'; readonly from: Severity; readonly to: Severity }
  /** Services besides those that the incident is about. */
  | { readonly kind: 'alsoAffects'; readonly services: readonly string[] }
  /** `key=value`. */
  | { readonly kind: 'newLabels'; readonly labels: readonly string[]; readonly more: number }
  | { readonly kind: 'changedLabels'; readonly labels: readonly { readonly label: string; readonly was: string }[]; readonly more: number }
  | { readonly kind: 'newLinks'; readonly links: readonly string[]; readonly more: number }
  | { readonly kind: 'description'; readonly text: string };

/** A firing alert behind an incident. */
export interface AlertFiring {
  /** Null if it asks for privacy and its text must not be shown in a public room. */
  readonly title: string | null;
  /** True if it is not one of the known alerts. */
  readonly isFurther: boolean;
  readonly news: readonly AlertNews[];
}

/** What a status says about an alert, for people: a clause. */
export const STATUS_CLAUSES: Readonly<Record<EventStatus, string>> = {
  firing: 'the alert is firing',
  resolved: 'the alert is resolved',
  acknowledged: 'the alert was acknowledged at its source',
  ignored: 'the alert was silenced or suppressed at its source',
};
