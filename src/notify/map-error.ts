import { quoted, whyOf } from '../http/quote-service';
import { NotifyError } from './notify-error';

/** A service that is up again must not be waited for. */
const MAX_WAIT_MS = 60_000;
/** The connection was never made, so the call cannot have had any effect. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

/** An answer that is not a success. */
export interface Refusal {
  readonly status: number;
  /** As the header gives it: seconds, or a date. */
  readonly retryAfter: string | null;
  /** What the service says about it; may quote the request. */
  readonly says: string;
  /** True if the service answers so when it does not accept the secret. */
  readonly isAboutSecret: boolean;
}

/** @param service The service and its address, without anything secret: `PagerDuty at https://events.pagerduty.com`. */
export function refusedBy(service: string, { status, retryAfter, says, isAboutSecret }: Refusal, secrets: readonly string[]): NotifyError {
  const message = `${service}: HTTP ${status}${saidIn(says, secrets)}`;
  if (status === 429) {
    return new NotifyError({ status, code: 'notify_rate_limited', message, retryable: true, retryAfterMs: waitOf(retryAfter, Date.now()) });
  }
  if (status >= 500 || status === 408) {
    const retryAfterMs = waitOf(retryAfter, Date.now());
    return new NotifyError({ status, code: 'notify_service_failed', message, retryable: true, ambiguous: true, retryAfterMs });
  }
  if (isAboutSecret) {
    const remedy = 'Nothing was sent. Set a valid secret on the worker, with the permissions that docs/notify.md lists.';
    return new NotifyError({ status, code: 'notify_credentials', message, retryable: false, remedy });
  }
  if (status >= 300 && status < 400) {
    const remedy = 'Nothing was sent, because redirects are not followed. Correct the url in the configuration.';
    return new NotifyError({ status, code: 'notify_redirected', message, retryable: false, remedy });
  }
  const remedy = 'Nothing was sent. Correct the settings of this service in the configuration.';
  return new NotifyError({ status, code: 'notify_refused', message, retryable: false, remedy });
}

/** Maps whatever a request below HTTP throws. The cause is dropped, because it may hold the request and its secrets. */
export function unreached(service: string, error: unknown, secrets: readonly string[]): NotifyError {
  if (error instanceof NotifyError) return error;
  const why = whyOf(error, secrets);
  return new NotifyError({
    code: 'notify_unreachable',
    message: `${service}: unreachable (${why})`,
    retryable: true,
    ambiguous: !NEVER_SENT.has(why),
  });
}

/** Fields of nodemailer's errors. */
interface MailFailure {
  readonly code?: unknown;
  /** The SMTP command that failed; `CONN` before there was a session. */
  readonly command?: unknown;
  readonly responseCode?: unknown;
  readonly response?: unknown;
}

/** Failures of the connection, where the server may already have taken the message. */
const MAIL_LOST = new Set(['ECONNECTION', 'ESOCKET', 'ETIMEDOUT', 'EPROTOCOL', 'EDNS']);

export function refusedByMail(service: string, error: unknown, secrets: readonly string[]): NotifyError {
  if (error instanceof NotifyError) return error;
  const { code, command, responseCode, response } = (typeof error === 'object' && error !== null ? error : {}) as MailFailure;
  const status = typeof responseCode === 'number' ? responseCode : 0;
  const message = `${service}: ${typeof code === 'string' ? code : 'failed'}${saidIn(typeof response === 'string' ? response : '', secrets)}`;
  // 4xx is for now, 5xx for good (RFC 5321, 4.2.1).
  if (status >= 400 && status < 500) return new NotifyError({ code: 'notify_service_failed', message, retryable: true });
  if (code === 'EAUTH' || code === 'ENOAUTH') {
    const remedy = 'Nothing was sent. Set a valid user and secret for this mail server.';
    return new NotifyError({ code: 'notify_credentials', message, retryable: false, remedy });
  }
  if (code === 'ETLS') {
    const remedy = 'Nothing was sent. The mail server does not offer the encryption that the configuration asks for; check tls and port.';
    return new NotifyError({ code: 'notify_refused', message, retryable: false, remedy });
  }
  if (status >= 500) {
    const remedy = 'Nothing was sent. Correct the addresses, or allow this sender on the mail server.';
    return new NotifyError({ code: 'notify_refused', message, retryable: false, remedy });
  }
  if (typeof code === 'string' && MAIL_LOST.has(code)) {
    return new NotifyError({ code: 'notify_unreachable', message, retryable: true, ambiguous: command !== 'CONN' && code !== 'EDNS' });
  }
  return new NotifyError({
    code: 'notify_unknown',
    message: `${service}: failed (${whyOf(error, secrets)})`,
    retryable: true,
    ambiguous: true,
  });
}

function saidIn(says: string, secrets: readonly string[]): string {
  const text = quoted(says, secrets);
  return text === '' ? '' : ` (${text})`;
}

/** In milliseconds, at most a minute; undefined if the header says nothing usable, so that the caller's own backoff applies. */
export function waitOf(retryAfter: string | null, nowMs: number): number | undefined {
  const text = retryAfter?.trim() ?? '';
  const ms = /^\d{1,9}$/.test(text) ? 1_000 * Number(text) : Date.parse(text) - nowMs;
  return ms > 0 ? Math.min(ms, MAX_WAIT_MS) : undefined;
}
