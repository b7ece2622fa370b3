import type { Logger } from 'pino';
import { type ErrorJson, errorJson } from '../incident/text/error-json';
import { IncidentError, InvalidInputError } from '../incident/text/errors';
import { RequestError, tryLater } from './request-error';

export interface ErrorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly error: ErrorJson };
}

/** What is logged of a request. */
export interface RequestAbout {
  /** The sender's name, once the request's head is verified. */
  readonly source: string | undefined;
  /** Without the query, which may hold a token. */
  readonly path: string;
}

/** The answer to a request that failed, with the error document of the commands. It is logged without any text of the body. */
export function answerError(error: unknown, log: Logger, about: RequestAbout): ErrorAnswer {
  const known = inOurTerms(error);
  if (known === null && hasLeft(error)) {
    log.info(about, 'a sender closed the connection before it had sent the whole request');
    return { status: 400, headers: {}, body: { error: UNEXPECTED } };
  }
  if (known === null) {
    log.error({ ...about, problem: (error as Error | null)?.name ?? typeof error, at: framesOf(error) }, 'a request failed unexpectedly');
    return { status: 500, headers: {}, body: { error: UNEXPECTED } };
  }
  const { status, headers } = known instanceof RequestError ? known : { status: 400, headers: {} };
  const why = known instanceof RequestError && typeof known.cause === 'string' ? known.cause : undefined;
  const field = known instanceof InvalidInputError ? known.field : undefined;
  const told = { ...about, status, code: known.code, field, why, ...causeOf(known, error) };
  log[status === 401 || status === 503 ? 'warn' : 'info'](told, 'refused a request');
  return { status, headers, body: { error: errorJson(known) } };
}

/** Node's own error; no one reads the answer. */
function hasLeft(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return code === 'ECONNRESET' && message === 'aborted';
}

/** What the operator of the gateway, or of the sender, has to know. Nothing of it quotes what was sent. */
function causeOf(known: RequestError | InvalidInputError, error: unknown): object {
  if (known instanceof InvalidInputError) return { problem: known.reason, allowed: known.allowed, mend: known.hint };
  return known.status === 503 ? { problem: known.message, mend: mendingOf(error) } : {};
}

/** What the operator has to do; a sender is only told to send it again. */
function mendingOf(error: unknown): string | undefined {
  return error instanceof IncidentError && !(error instanceof RequestError) ? error.hint : undefined;
}

/** A failure that a sender can do something about; null for any other. */
function inOurTerms(error: unknown): RequestError | InvalidInputError | null {
  if (error instanceof RequestError || error instanceof InvalidInputError) return error;
  // The intake's errors: the alerts may not be held, whatever the reason, so the sender has to send them again.
  if (error instanceof IncidentError) return tryLater(error.code, error.message);
  const { statusCode, code, message } = (error ?? {}) as { statusCode?: number; code?: string; message?: string };
  if (typeof code !== 'string' || !code.startsWith('FST_') || statusCode === undefined || statusCode >= 500) return null;
  if (statusCode === 413) return new RequestError({ status: 413, code: 'too_large', message: TOO_LARGE });
  return new RequestError({ status: 400, code: 'bad_request', message: message ?? 'the request cannot be read' });
}

export const MAX_BODY_BYTES = 4 * 1_024 * 1_024;
const TOO_LARGE = 'the body is larger than this address takes';

const UNEXPECTED: ErrorJson = {
  code: 'failed',
  message: 'the gateway failed to handle the request',
  field: null,
  allowed: null,
  hint: 'Send it again. The log of the gateway says where it failed.',
};

/** Where it happened, without the message, which may quote what was sent. */
function framesOf(error: unknown): readonly string[] {
  const stack = (error as Error | null)?.stack ?? '';
  return stack
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '))
    .slice(0, 8);
}
