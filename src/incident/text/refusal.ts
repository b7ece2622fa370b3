/** Why a command does not apply; `code` is stable: `invalid` for a payload that cannot be read, `unknown_person` for somebody whom Slack does not have. */
export interface Refusal {
  readonly code: 'invalid' | 'unknown_person' | 'already_done' | 'closed' | 'not_possible';
  readonly message: string;
  /** The same for the timeline, without field and allowed values; absent: the message. */
  readonly reason?: string;
  readonly field?: string;
  /** What is wrong with the field, without its name and what is allowed; `message` has all three. */
  readonly problem?: string;
  readonly allowed?: string;
  /** The way on, by the command that goes it: `To take it up again: incident reopen ID --reason "…"`. */
  readonly hint?: string;
}

export const isRefusal = (value: unknown): value is Refusal => typeof value === 'object' && value !== null && 'code' in value;

/** The refusal of a payload that cannot be read: which field, what is wrong with it, what is allowed. */
export function invalid(field: string, problem: string, allowed?: string): Refusal {
  return allowed === undefined
    ? { code: 'invalid', message: `${field}: ${problem}`, field, problem }
    : { code: 'invalid', message: `${field}: ${problem} (allowed: ${allowed})`, field, problem, allowed };
}
