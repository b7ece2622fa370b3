import { type FetchFunction, type Logger, LogLevel, type WebClientOptions } from '@slack/web-api';
import type { Way } from '../../http/proxied-fetch';
import { type Failed, whyOf } from './map-error';

/** The client's default API address. */
const DEFAULT_API_URL = 'https://slack.com/api/';

/** Where the Web API is. */
export const apiAddress = (apiUrl = DEFAULT_API_URL): string => (apiUrl.endsWith('/') ? apiUrl : `${apiUrl}/`);

/** The API's address for errors. Only its origin: the rest may hold a secret. */
export const hostOf = (apiUrl: string | undefined, { proxiedBy }: Way): string =>
  `${new URL(apiAddress(apiUrl)).origin}${proxiedBy === null ? '' : ` through the proxy in ${proxiedBy}`}`;

/** Slack's clients log nothing: our own log covers it. */
export const quietLogger: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};

/** A client that calls once, and neither waits nor retries. */
export const clientOptions = (apiUrl: string | undefined, way: Way, signal?: AbortSignal): WebClientOptions => ({
  slackApiUrl: apiAddress(apiUrl),
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  logLevel: LogLevel.ERROR,
  logger: quietLogger,
  fetch: (url, init) => (way.fetch as unknown as FetchFunction)(url, signal === undefined ? init : { ...init, signal }).catch(rethrow),
});

/**
 * The reason for a failed request is in its cause, which the client does not pass on in every realm. So the reason itself
 * is passed on as the error's code.
 */
function rethrow(error: Failed): never {
  throw Object.assign(new Error('the request failed'), { code: whyOf(error) });
}
