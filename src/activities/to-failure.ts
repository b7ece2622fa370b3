import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { ChatError } from '../chat/errors';
import { EngineError } from '../containers/errors';
import { IncidentError, InvalidInputError } from '../incident/text/errors';
import { hideSecrets } from '../incident/text/hide-secrets';

/** An error nobody knows may be transient, or a defect: it is tried this often, then a person is asked. */
export const UNKNOWN_ERROR_ATTEMPTS = 10;
/** A post whose answer was lost may commit late; the next attempt looks for it only after this long. */
export const AMBIGUOUS_RETRY_DELAY_MS = 3_000;
/** Later attempts of every policy wait that long anyway, and longer and longer: a long outage must not be hammered. */
const AMBIGUOUS_DELAYS = 3;

const MAX_MESSAGE = 1_000;

/** Removes what looks like a token: failures go to histories, logs and Slack. */
export function withoutSecrets(text: string): string {
  return hideSecrets(text).slice(0, MAX_MESSAGE);
}

/**
 * The one place where errors of the world become failures that Temporal understands: retried or not, when, and with
 * what a person must mend as the first detail. No cause and no stack is handed on: they hold request data.
 */
export function toFailure(error: unknown, attempt: number): ApplicationFailure | CancelledFailure {
  if (error instanceof CancelledFailure || error instanceof ApplicationFailure) return error;
  if (error instanceof ChatError) return chatFailure(error, attempt);
  if (error instanceof EngineError) {
    return failure(error.message, error.code, { retryable: error.retryable, remedy: error.hint ?? '' });
  }
  if (error instanceof InvalidInputError) return failure(error.message, error.code, { retryable: false, remedy: error.hint ?? '' });
  if (error instanceof IncidentError) return failure(error.message, error.code, { retryable: error.retryable, remedy: error.hint ?? '' });
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return failure(`unexpected error: ${message}`, 'unexpected', {
    retryable: attempt < UNKNOWN_ERROR_ATTEMPTS,
    remedy: `It failed ${attempt} times. Check the worker log, then retry the step.`,
  });
}

function chatFailure(error: ChatError, attempt: number): ApplicationFailure {
  const givenUp = error.unknown && attempt >= UNKNOWN_ERROR_ATTEMPTS;
  const delayMs = error.retryAfterMs ?? (error.ambiguous && attempt <= AMBIGUOUS_DELAYS ? AMBIGUOUS_RETRY_DELAY_MS : undefined);
  return failure(error.message, error.code, { retryable: error.retryable && !givenUp, remedy: error.remedy, delayMs });
}

function failure(
  message: string,
  type: string,
  how: { retryable: boolean; remedy: string; delayMs?: number | undefined },
): ApplicationFailure {
  const created = ApplicationFailure.create({
    message: withoutSecrets(message),
    type,
    nonRetryable: !how.retryable,
    details: [{ mend: withoutSecrets(how.remedy) }],
    ...(how.delayMs === undefined ? {} : { nextRetryDelay: how.delayMs }),
  });
  // The stack names files of the worker and says nothing to whoever reads the history.
  created.stack = '';
  return created;
}
