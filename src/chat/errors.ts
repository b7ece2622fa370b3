import { IncidentError } from '../incident/text/errors';

const UNREACHED = new Set(['slack_unreachable', 'slack_http_error', 'slack_not_json']);

/**
 * A failed call to the chat service.
 *
 * - `retryable`: the same call may succeed later by itself (network, 5xx, rate limit).
 * - `ambiguous`: it may have taken effect although its answer was lost; whoever repeats a post must look first.
 * - `remedy`: what a person must do, when nothing else helps.
 */
export class ChatError extends IncidentError {
  readonly code: string;
  readonly retryable: boolean;
  readonly ambiguous: boolean;
  /** True when the mapper does not know the error: retried, but not for ever. */
  readonly unknown: boolean;
  /** How long the service asked to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  readonly remedy: string;
  /** The people whom the service names as what it refused, with its word for why; empty for most errors. */
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

/** True when something on the way to Slack is wrong, and not what was asked of it. */
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

/** True when no call at all will be answered until a person does something. */
export function isAboutToken({ code }: ChatError): boolean {
  return ABOUT_TOKEN.has(code);
}
