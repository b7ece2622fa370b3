import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { ChatError } from '../chat/errors';
import { EngineError } from '../containers/errors';
import { IncidentError, InvalidInputError } from '../incident/text/errors';
import { hideSecrets } from '../incident/text/hide-secrets';
import { NotifyError } from '../notify/notify-error';
import { StorageError } from './storage-error';

/** An unknown error may be temporary or a bug, so the work is attempted this many times; then someone has to step in. */
export const UNKNOWN_ERROR_ATTEMPTS = 10;
/** A post whose answer was lost may still appear; the next attempt waits this long before it looks. */
export const AMBIGUOUS_RETRY_DELAY_MS = 3_000;
/**
 * After this many attempts, every retry policy waits at least that long anyway, and its growing delays apply: a service that
 * is down must not be hammered.
 */
const AMBIGUOUS_DELAYS = 3;

const MAX_MESSAGE = 1_000;

/** Removes anything that looks like a token: failures go to histories, logs and Slack. */
export function withoutSecrets(text: string): string {
  return hideSecrets(text).slice(0, MAX_MESSAGE);
}

/**
 * The only place where errors become failures that Temporal understands: whether and when to retry, and, as the first
 * detail, what a person must fix. Cause and stack are dropped, because they hold request data.
 */
export function toFailure(error: unknown, attempt: number): ApplicationFailure | CancelledFailure {
  if (error instanceof CancelledFailure || error instanceof ApplicationFailure) return error;
  if (error instanceof ChatError) return chatFailure(error, attempt);
  if (error instanceof EngineError) {
    return failure(error.message, error.code, { retryable: error.retryable, remedy: error.hint ?? '' });
  }
  if (error instanceof NotifyError) {
    return failure(error.message, error.code, { retryable: error.retryable, remedy: error.hint ?? '', delayMs: error.retryAfterMs });
  }
  if (error instanceof StorageError) {
    return failure(error.message, error.code, { retryable: attempt < UNKNOWN_ERROR_ATTEMPTS, remedy: error.hint ?? '' });
  }
  if (error instanceof InvalidInputError) return failure(error.message, error.code, { retryable: false, remedy: error.hint ?? '' });
  if (error instanceof IncidentError) return failure(error.message, error.code, { retryable: error.retryable, remedy: error.hint ?? '' });
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return failure(`unexpected error: ${message}`, 'unexpected', {
    retryable: attempt < UNKNOWN_ERROR_ATTEMPTS,
    remedy: `It failed ${attempt} times. Check the worker log.`,
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
  // The stack names files of the worker and is of no use to someone reading the history.
  created.stack = '';
  return created;
}
