import { IncidentError } from '../incident/text/errors';

/** What went wrong, as the failure's type in Temporal. */
export type NotifyErrorCode =
  /** No answer: not sent, or its answer was lost. */
  | 'notify_unreachable'
  | 'notify_rate_limited'
  /** Trouble on the service's side. */
  | 'notify_service_failed'
  | 'notify_credentials'
  | 'notify_redirected'
  /** The service does not accept this request. */
  | 'notify_refused'
  /** The answer is not what the service documents. */
  | 'notify_unreadable'
  | 'notify_no_recipient'
  | 'notify_unknown';

/**
 * A failed call to a service that pages people or knows who is on call.
 *
 * - `retryable`: the same call may succeed later without any change.
 * - `ambiguous`: it may have taken effect although its answer was lost. It is safe to repeat, as each adapter explains.
 */
export class NotifyError extends IncidentError {
  readonly code: NotifyErrorCode;
  readonly retryable: boolean;
  readonly ambiguous: boolean;
  /** How long the service asked us to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** The status of the HTTP answer; undefined if there was none. */
  readonly status: number | undefined;

  /** @param details.remedy What a person must do; empty if nothing but waiting helps. */
  constructor(details: {
    code: NotifyErrorCode;
    message: string;
    retryable: boolean;
    ambiguous?: boolean;
    retryAfterMs?: number | undefined;
    remedy?: string;
    status?: number;
  }) {
    super(details.message, details.remedy ? { hint: details.remedy } : {});
    this.code = details.code;
    this.retryable = details.retryable;
    this.ambiguous = details.ambiguous ?? false;
    this.retryAfterMs = details.retryAfterMs;
    this.status = details.status;
  }
}
