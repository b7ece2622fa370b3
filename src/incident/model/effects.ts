import type { Refusal, WayOn } from '../text/refusal';
import { utcTime } from '../text/utc-time';
import type { AlertOutcome } from './alert-outcome';
import type { CallReason } from './call-reason';
import type { StepName } from './plan';
import type { Doubt, Resolution, UnresolvedReference } from './responders';
import type { IncidentState } from './state';
import type { Acting, EntryData } from './timeline-entry';

/** Something that must happen outside the workflow after a command or deadline. Effects are carried out in order. */
export type Effect =
  | { readonly kind: 'postNews' | 'writeReport' | 'postOutcome' | 'postReminder' | 'askToResolve' | 'investigate' }
  | CallPeople
  | { readonly kind: 'retryStep' | 'resumeFrom'; readonly step: StepName }
  | { readonly kind: 'skipStep'; readonly step: StepName; readonly reason: string }
  /** Shows what became of a proposal, and does what follows. */
  | { readonly kind: 'followProposal'; readonly proposalId: string };

/** Looks people up, invites them and mentions them in a new message, because an edit notifies no one. */
export interface CallPeople {
  readonly kind: 'callPeople';
  readonly why: CallReason;
  /** The people to page, as written. */
  readonly references: readonly string[];
  /** True if everyone paged before is mentioned too. */
  readonly everybody: boolean;
  /** Their lookup, if already done; absent if they must still be looked up. */
  readonly found?: Resolution;
}

export const NEWS: Effect = { kind: 'postNews' };
export const REPORT: Effect = { kind: 'writeReport' };
export const OUTCOME: Effect = { kind: 'postOutcome' };

/** The page for people who are still being looked up, if any; `of` is the reason for the page that asked for them. */
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
  /** Who did it, if not the sender of the command. */
  readonly by?: Acting;
  /** What an alert did to the incident. */
  readonly outcome?: AlertOutcome;
  /** People who were not found; the command went ahead without them. */
  readonly notFound?: readonly UnresolvedReference[];
  /** Why it is unknown whether these people exist. */
  readonly unchecked?: Doubt;
}

/** @param hint What to do next, if anything. @param wayOn The same as data. */
export function refusal(code: Refusal['code'], message: string, hint?: string, wayOn?: WayOn): Refusal {
  return { code, message, ...(hint === undefined ? {} : { hint }), ...(wayOn === undefined ? {} : { wayOn }) };
}

/** `by ben@example.com at 2026-01-01 10:00 UTC`. */
export function byAt(by: string | null, at: string | null): string {
  const when = at === null ? '' : ` at ${utcTime(at, 'minutes')}`;
  return `by ${by ?? 'someone'}${when}`;
}
