/**
 * Why a command does not apply. `code` is stable: `invalid` for an unreadable payload, `unknown_person` for someone whom Slack
 * does not know.
 */
export interface Refusal {
  readonly code: 'invalid' | 'unknown_person' | 'already_done' | 'closed' | 'not_possible';
  readonly message: string;
  /** The same for the timeline, without the field and what is allowed; if absent, the message is used. */
  readonly reason?: string;
  readonly field?: string;
  /** What is wrong with the field, without its name and what is allowed; `message` has all three. */
  readonly problem?: string;
  readonly allowed?: string;
  /** What to do next, as a command: `To take it up again: incident reopen ID --reason "…"`. */
  readonly hint?: string;
  /** The same for front ends without a command line. */
  readonly wayOn?: WayOn;
}

/** What someone can do next. */
export type WayOn =
  | { readonly kind: 'takeCommand' | 'reopen' | 'addPeople' | 'look' }
  /** `role`: the one to give to someone else. */
  | { readonly kind: 'handOver'; readonly role: string };

export const isRefusal = (value: unknown): value is Refusal => typeof value === 'object' && value !== null && 'code' in value;

/** The refusal of an unreadable payload: which field, what is wrong with it, what is allowed. */
export function invalid(field: string, problem: string, allowed?: string): Refusal {
  return allowed === undefined
    ? { code: 'invalid', message: `${field}: ${problem}`, field, problem }
    : { code: 'invalid', message: `${field}: ${problem} (allowed: ${allowed})`, field, problem, allowed };
}
