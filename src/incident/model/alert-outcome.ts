import type { Severity } from './severity';

/** What becomes of an incident that is told of an alert; what matters most comes first. */
export const ALERT_OUTCOMES = [
  /** It was resolved, and an alert fires that had recovered or is new: its people are called, its deadlines start again. */
  'reopened',
  /** Every alert behind it has recovered. */
  'resolved',
  /** It is open, and has taken in something new. */
  'updated',
  /** One group of alerts has recovered, another still fires: it stays open. */
  'partlyRecovered',
  /** The alert has ended without recovering: its data vanished, or somebody silenced it. The incident stays as it is. */
  'notRecovered',
  /** A person resolved it and the same alert still fires: it stays resolved. */
  'stillFiring',
  /** A recovery, after it was resolved. */
  'alreadyResolved',
  /** Recorded, and no more: the alert was acknowledged or ignored in its own tool, or the incident was never read. */
  'noted',
  /** It is open, and the alert says nothing new. */
  'repeated',
] as const;
export type AlertOutcome = (typeof ALERT_OUTCOMES)[number];

/** What an alert says that the incident did not know. Of long lists the first; `more` counts the rest. */
export type AlertNews =
  | { readonly kind: 'severity'; readonly from: Severity; readonly to: Severity }
  /** `key=value`. */
  | { readonly kind: 'newLabels'; readonly labels: readonly string[]; readonly more: number }
  | { readonly kind: 'changedLabels'; readonly labels: readonly { readonly label: string; readonly was: string }[]; readonly more: number }
  | { readonly kind: 'newLinks'; readonly links: readonly string[]; readonly more: number }
  | { readonly kind: 'description'; readonly text: string };

/** An alert that fires behind an incident. */
export interface AlertFiring {
  /** Null: it asks for privacy, and its text must not be shown in a public room. */
  readonly title: string | null;
  /** Another alert than those that are known. */
  readonly isFurther: boolean;
  readonly news: readonly AlertNews[];
}
