import { IncidentError } from '../incident/text/errors';

/** How the gateway answers a request that it does not accept. */
export interface Refusal {
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 413 | 503;
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that is refused. It may be retried only if the status is 503. */
export class RequestError extends IncidentError {
  readonly status: Refusal['status'];
  readonly code: string;
  readonly retryable: boolean;
  readonly headers: Readonly<Record<string, string>>;

  constructor({ status, code, message, hint, headers = {} }: Refusal, options: { cause?: unknown } = {}) {
    super(message, { ...options, ...(hint === undefined ? {} : { hint }) });
    this.status = status;
    this.code = code;
    this.retryable = status === 503;
    this.headers = headers;
  }
}

const RETRY_AFTER_S = 5;

/** Nothing was accepted: the sender should send it again. Senders retry 503; Alertmanager does not retry 429. */
export function tryLater(code: string, message: string, retryAfterS: number = RETRY_AFTER_S): RequestError {
  return new RequestError({
    status: 503,
    code,
    message,
    hint: 'Send it again. That is safe, even if some of it was accepted.',
    headers: { 'retry-after': String(retryAfterS) },
  });
}

/** The same for an unknown source and for any other unknown address, so that it tells nothing about the sources. */
export function notFound(): RequestError {
  return new RequestError({ status: 404, code: 'not_found', message: 'there is nothing at this address', hint: 'Check the address.' });
}

/** @param why For the log alone: the answer says what is needed, not how close it was. */
export function unauthenticated({ needs, challenge }: { needs: string; challenge: string | null }, why: string): RequestError {
  const refusal = {
    status: 401,
    code: 'unauthenticated',
    message: 'the sender is not authenticated',
    hint: `A request to this address needs ${needs}.`,
  } as const;
  return new RequestError(challenge === null ? refusal : { ...refusal, headers: { 'www-authenticate': challenge } }, { cause: why });
}
