import { ChatError } from '../../chat/errors';
import { cleanLine } from '../../incident/text/clean-text';
import { FAILURE_CODES } from '../../incident/text/errors';
import { hideSecrets } from '../../incident/text/hide-secrets';

/** Slack's error codes for temporary trouble on its side. */
const TRANSIENT = new Set([
  'internal_error',
  'service_unavailable',
  'request_timeout',
  'fatal_error',
  'team_added_to_org',
  'ratelimited',
  'rate_limited',
]);
/** Errors after which the call may still have taken effect. */
const HALF_DONE = new Set(['fatal_error', 'request_timeout', 'internal_error', 'service_unavailable']);
const REMEDIES: Readonly<Record<string, string>> = {
  invalid_auth: 'Set a valid SLACK_BOT_TOKEN on the worker.',
  not_authed: 'Set SLACK_BOT_TOKEN on the worker.',
  token_revoked: 'The token was revoked. Reinstall the app and set the new token on the worker.',
  token_expired: 'The token has expired. Set a new one on the worker.',
  account_inactive: "The bot's account is deactivated. Reinstall the app.",
  restricted_action:
    'A workspace setting forbids it. Ask an admin to allow it (Slack: Settings & administration > Workspace settings > Permissions).',
  no_permission: 'The bot does not have permission to do this here. Ask an admin to grant it.',
  access_denied: 'The bot does not have permission to do this here. Ask an admin to grant it.',
  team_access_not_granted: 'The organisation has not granted the app access to this workspace. Ask an admin to grant it.',
  not_allowed_token_type: 'This needs a bot token (xoxb-…). Set one on the worker.',
  org_login_required: 'The workspace is being moved to an organisation. Wait until the move is complete.',
  user_is_restricted: 'Guests cannot do this. Set the bot token of an app installed by a full member on the worker.',
  channel_not_found:
    'If the channel is gone, create a new one: incident resume ID --from createWarRoom. Otherwise invite the bot to the channel.',
  not_in_channel: 'Invite the bot to the channel.',
  is_archived: 'If you no longer need this channel, create a new one: incident resume ID --from createWarRoom. Otherwise unarchive it.',
  invalid_name_specials: 'This is a bug in the worker. Please report it.',
};

const MAX_HINT = 300;
const MAX_WHY = 100;
const ERROR_WORD = /^[a-z0-9_.:-]{1,80}$/i;
/** The connection was never made, so the call cannot have had any effect. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

/** The fields of WebClient's errors that we read. Classes are not compared, because realms differ. */
interface Thrown {
  readonly code?: string | number;
  readonly name?: string;
  readonly message?: string;
  readonly retryAfter?: number;
  readonly statusCode?: number;
  readonly data?: {
    readonly error?: string;
    readonly needed?: string;
    readonly errors?: readonly (string | { readonly user?: string; readonly error?: string })[];
    readonly response_metadata?: { readonly retryAfter?: number; readonly messages?: readonly string[] };
  };
  readonly original?: Failed;
  readonly cause?: Failed['cause'];
}

/** A request that failed below HTTP. */
export interface Failed {
  readonly code?: string | number;
  readonly name?: string;
  readonly cause?: { readonly code?: string | number; readonly message?: string };
}

/**
 * Maps any thrown value. `host` is the API's address (`https://slack.com`), named if it cannot be reached. The cause is
 * dropped: it holds the request, and with it the token.
 */
export function mapError(error: unknown, method: string, host: string): ChatError {
  if (error instanceof ChatError) return error;
  const thrown = (typeof error === 'object' && error !== null ? error : {}) as Thrown;
  switch (thrown.code) {
    case 'slack_webapi_rate_limited_error':
      return rateLimited(method, thrown.retryAfter);
    case 'slack_webapi_platform_error':
      return platformError(method, host, thrown);
    case 'slack_webapi_http_error':
      return httpError(method, host, thrown.statusCode ?? 0);
    case 'slack_webapi_request_error':
      if (isEncodingError(thrown.original)) return notSent(method);
      return unreachable(method, host, whyOf(thrown.original ?? {}));
  }
  if (isEncodingError(thrown)) return notSent(method);
  // The client has no error class for a 429 without a usable Retry-After.
  if (thrown.message?.startsWith('Retry header did not contain')) return rateLimited(method, undefined);
  // Stalled or broken bodies arrive as raw fetch errors.
  if (thrown.name === 'AbortError' || thrown.name === 'TimeoutError' || thrown.name === 'TypeError') {
    return unreachable(method, host, whyOf(thrown));
  }
  return new ChatError({
    code: 'slack_unknown',
    message: `Slack ${method}: unknown error (${thrown.name ?? 'unnamed'})`,
    retryable: true,
    ambiguous: true,
    unknown: true,
    remedy: 'Check the worker log.',
  });
}

/** The request could not be written, since a text in it is not Unicode: half a character, for example. */
function isEncodingError(error: (Failed & Pick<Thrown, 'message'>) | undefined): boolean {
  // The client wraps an error of another realm in one of its own.
  const isWrapped = error?.message?.startsWith('Non-error was thrown: "URIError') === true;
  return error?.name === 'URIError' || error?.code === 'ERR_INVALID_URI' || isWrapped;
}

/** It would fail the same way each time. */
function notSent(method: string): ChatError {
  return new ChatError({
    code: FAILURE_CODES.invalidInput,
    message: `Slack ${method}: not sent, because a text in the request holds half a character (an unpaired surrogate)`,
    retryable: false,
    remedy: 'Correct the text at its source: an id, a name or a title that is not valid Unicode.',
  });
}

/** Without Retry-After the activity's own backoff applies. */
function rateLimited(method: string, retryAfter: number | undefined): ChatError {
  const retryAfterMs = retryAfter && retryAfter > 0 ? 1_000 * retryAfter : undefined;
  return new ChatError({ code: 'slack_rate_limited', message: `Slack ${method}: rate limited`, retryable: true, retryAfterMs });
}

function platformError(method: string, host: string, { data }: Thrown): ChatError {
  const error = data?.error ?? 'unknown_error';
  // If a body is not JSON, the client passes all of it on as the error code.
  if (!ERROR_WORD.test(error)) return notSlack(method, host);
  if (error === 'ratelimited' || error === 'rate_limited') return rateLimited(method, data?.response_metadata?.retryAfter);
  if (TRANSIENT.has(error)) {
    return new ChatError({
      code: `slack_${error}`,
      message: `Slack ${method}: ${error}`,
      retryable: true,
      ambiguous: HALF_DONE.has(error),
    });
  }
  if (error === 'missing_scope') {
    const message = `Slack ${method}: missing scope ${data?.needed ?? '(Slack does not say which)'}`;
    const remedy = `Add the ${data?.needed ?? 'missing'} scope to the app and reinstall it.`;
    return new ChatError({ code: 'slack_missing_scope', message, retryable: false, remedy });
  }
  const known = error.startsWith('restricted_action') ? 'restricted_action' : error;
  const remedy =
    (Object.hasOwn(REMEDIES, known) ? REMEDIES[known] : undefined) ??
    `Slack rejected ${method} with ${error} (see docs.slack.dev/reference/methods/${method}). Fix the cause.`;
  const named = (data?.errors ?? []).flatMap((one) =>
    typeof one === 'object' && one.user && one.error ? [{ userId: one.user, reason: one.error }] : [],
  );
  const hint = hintOf(data);
  const message = `Slack ${method}: ${error}${hint === '' ? '' : ` (${hint})`}`;
  return new ChatError({ code: `slack_${error}`, message, retryable: false, remedy, named });
}

/** What Slack says beyond the error code, such as `missing required field: team_id`; empty if nothing. */
function hintOf(data: Thrown['data']): string {
  const details = [...(data?.response_metadata?.messages ?? []), ...(data?.errors ?? [])].filter((one) => typeof one === 'string');
  return cleanLine(details.map((one) => one.replace(/^\[(?:ERROR|WARN)\]\s*/, '')).join('; '), MAX_HINT);
}

function httpError(method: string, host: string, statusCode: number): ChatError {
  const passes = statusCode >= 500 || statusCode === 408 || statusCode === 429 || statusCode === 0;
  return new ChatError({
    code: 'slack_http_error',
    message: `Slack ${method} at ${host}: HTTP ${statusCode}`,
    retryable: passes,
    ambiguous: passes,
    remedy: passes ? '' : 'Check SLACK_API_URL and any proxy in between.',
  });
}

function unreachable(method: string, host: string, why: string): ChatError {
  const message = `Slack ${method} at ${host}: unreachable (${why})`;
  return new ChatError({ code: 'slack_unreachable', message, retryable: true, ambiguous: !NEVER_SENT.has(why) });
}

/** The network's own code or words, never the name of a class. */
export function whyOf({ name, code, cause }: Failed): string {
  // An abort's code is a number.
  const known = [cause?.code, code].find((one) => typeof one === 'string');
  if (known !== undefined) return known;
  if (name === 'AbortError' || name === 'TimeoutError') return 'timed out';
  return cleanLine(hideSecrets(cause?.message ?? ''), MAX_WHY) || 'network error';
}

/**
 * A maintenance or sign-in page from something between the worker and Slack. The condition may pass on its own; if it does
 * not, the message says what to check.
 */
function notSlack(method: string, host: string): ChatError {
  return new ChatError({
    code: 'slack_not_json',
    message: `Slack ${method} at ${host}: the response did not come from Slack; check SLACK_API_URL and any proxy in between`,
    retryable: true,
    ambiguous: true,
  });
}
