import type { Refusal } from '../text/refusal';
import { utcTime } from '../text/utc-time';
import type { AlertOutcome } from './alert-outcome';
import type { CallReason } from './call-reason';
import type { StepName } from './plan';
import type { Doubt, Resolution, UnresolvedReference } from './responders';
import type { IncidentState } from './state';
import type { Acting, EntryData } from './timeline-entry';

/** What must happen in the world because a command was applied or a deadline has come, in the order in which it must happen. */
export type Effect =
  | { readonly kind: 'postNews' | 'writeReport' | 'postOutcome' | 'postReminder' | 'investigate' }
  | CallPeople
  | { readonly kind: 'retryStep' | 'resumeFrom'; readonly step: StepName }
  | { readonly kind: 'skipStep'; readonly step: StepName; readonly reason: string };

/** Looks people up, invites them and mentions them in a new message: an edit notifies nobody. */
export interface CallPeople {
  readonly kind: 'callPeople';
  readonly why: CallReason;
  /** Who is called, as written. */
  readonly references: readonly string[];
  /** True: everybody who was called before is mentioned, too. */
  readonly everybody: boolean;
  /** Who they are, where that was found out before; absent: they are yet to be looked up. */
  readonly found?: Resolution;
}

export const NEWS: Effect = { kind: 'postNews' };
export const REPORT: Effect = { kind: 'writeReport' };
export const OUTCOME: Effect = { kind: 'postOutcome' };

/** The call of those who are still looked for, if there are any; `of` is the call that they were asked for in. */
export function lateCall({ unresolved }: Resolution, of: CallReason | null): CallPeople | null {
  const references = unresolved.flatMap(({ reference, isPending }) => (isPending ? [reference] : []));
  const why: CallReason = of?.kind === 'late' ? of : { kind: 'late', of };
  return references.length === 0 ? null : { kind: 'callPeople', why, references, everybody: false };
}

/** What one command changes. */
export interface Change {
  readonly state: IncidentState;
  /** For the timeline: what the actor did. */
  readonly entry: EntryData;
  readonly effects: readonly Effect[];
  /** Who did it, where that is not whoever sent the command. */
  readonly by?: Acting;
  /** Of an alert: what has become of the incident. */
  readonly outcome?: AlertOutcome;
  /** Of people: those whom it did without, since nobody could be found. */
  readonly notFound?: readonly UnresolvedReference[];
  /** Of people: why nobody knows whether they exist. */
  readonly unchecked?: Doubt;
}

/** @param hint The way on, where there is one. */
export function refusal(code: Refusal['code'], message: string, hint?: string): Refusal {
  return { code, message, ...(hint === undefined ? {} : { hint }) };
}

/** `by ben@example.com at 2026-01-01 10:00 UTC`. */
export function byAt(by: string | null, at: string | null): string {
  const when = at === null ? '' : ` at ${utcTime(at, 'minutes')}`;
  return `by ${by ?? 'somebody'}${when}`;
}
