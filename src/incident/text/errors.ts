/**
 * Base of every error that this project throws on purpose. `code` is stable and machine-readable. `retryable` says whether the
 * same call may succeed later without anyone doing anything.
 */
export abstract class IncidentError extends Error {
  abstract readonly code: string;
  abstract readonly retryable: boolean;
  /** What to do next, in one sentence; shown to people below the message. */
  readonly hint: string | undefined;

  constructor(message: string, options?: { cause?: unknown; hint?: string }) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.hint = options?.hint;
  }
}

/** Failure codes that decide what happens to a step: activities fail with them, the workflow reads them. */
export const FAILURE_CODES = { invalidInput: 'invalid_input', slackOff: 'slack_off' } as const;

/** Bad input: names the field, shows a short safe form of the value, and says what is allowed. */
export class InvalidInputError extends IncidentError {
  readonly code = FAILURE_CODES.invalidInput;
  readonly retryable = false;
  /** What is wrong, without a word of what was sent: for a log. Undefined if the error cannot say that. */
  readonly reason: string | undefined;

  constructor(
    /** The field as the caller wrote it: `severity`, `alerts[0].labels`, `--timeout`. */
    readonly field: string,
    /** What is wrong with the value, without the field. */
    readonly problem: string,
    /** What is allowed, as a short phrase or a list. */
    readonly allowed: string | undefined,
    options?: { cause?: unknown; hint?: string; reason?: string | undefined },
  ) {
    super(`${field}: ${problem}${allowed === undefined ? '' : ` (allowed: ${allowed})`}`, options);
    this.reason = options?.reason;
  }
}
