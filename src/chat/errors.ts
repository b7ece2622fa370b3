import { IncidentError } from '../incident/text/errors';

const UNREACHED = new Set(['slack_unreachable', 'slack_http_error', 'slack_not_json']);

/**
 * A failed call to the chat service.
 *
 * - `retryable`: the same call may succeed later without any change (network, 5xx, rate limit).
 * - `ambiguous`: it may have taken effect although its answer was lost, so a retried post must first look for its message.
 * - `remedy`: what a person must do if nothing else helps.
 */
export class ChatError extends IncidentError {
  readonly code: string;
  readonly retryable: boolean;
  readonly ambiguous: boolean;
  /** True for an unknown error: it is retried, but not forever. */
  readonly unknown: boolean;
  /** How long the service asked us to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  readonly remedy: string;
  /** The people that the service refused, with its reason for each; empty for most errors. */
  readonly named: readonly { readonly userId: string; readonly reason: string }[];

  constructor(details: {
    code: string;
    message: string;
    retryable: boolean;
    ambiguous?: boolean;
    unknown?: boolean;
    retryAfterMs?: number | undefined;
    remedy?: string;
    named?: ChatError['named'];
    cause?: unknown;
  }) {
    super(details.message, { cause: details.cause, ...(details.remedy ? { hint: details.remedy } : {}) });
    this.code = details.code;
    this.retryable = details.retryable;
    this.ambiguous = details.ambiguous ?? false;
    this.unknown = details.unknown ?? false;
    this.retryAfterMs = details.retryAfterMs;
    this.remedy = details.remedy ?? '';
    this.named = details.named ?? [];
  }
}

/** True if Slack could not be reached, as opposed to refusing the request. */
export function isUnreached(error: unknown): boolean {
  return error instanceof ChatError && UNREACHED.has(error.code);
}

const ABOUT_TOKEN = new Set([
  'slack_invalid_auth',
  'slack_not_authed',
  'slack_token_expired',
  'slack_token_revoked',
  'slack_account_inactive',
]);

/** True if every call will fail until a person fixes the token. */
export function isAboutToken({ code }: ChatError): boolean {
  return ABOUT_TOKEN.has(code);
}
