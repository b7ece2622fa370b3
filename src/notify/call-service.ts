import { wayTo } from '../http/proxied-fetch';
import { privatePartsOf } from '../http/quote-service';
import { readLimited } from '../http/read-limited';
import { withTimeLimit } from '../http/time-limit';
import { refusedBy, unreached } from './map-error';
import { NotifyError } from './notify-error';
import type { Secret } from './port';

/** Limit for a whole call, including the response body. */
export const PAGE_LIMIT_MS = 7_000;
const MAX_ERROR_CHARS = 2_000;
const MAX_ANSWER_BYTES = 8 * 1_024 * 1_024;

export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Service {
  /** As people know it: `PagerDuty`. */
  readonly name: string;
  /** Where it is; only its origin is shown, because the rest of an address may be secret. */
  readonly url: string;
  /** Empty if the service needs none. */
  readonly secret: Secret;
  /** For one attempt, in milliseconds. */
  readonly limitMs: number;
  /** Statuses by which the service refuses the secret; default 401 and 403. */
  readonly refusesSecretBy?: readonly number[];
}

/** Makes the request with the current secret, and returns the body of a 2xx answer. @throws NotifyError for any other. */
export type Call = (request: (secret: string) => Request, signal?: AbortSignal) => Promise<string>;

/**
 * One attempt at a call: it follows no redirect, and never waits for another attempt, because Temporal repeats it. Only a
 * refused secret is read again, and used at once if it has changed.
 */
export function createCall({ name, url, secret, limitMs, refusesSecretBy = [401, 403] }: Service): Call {
  const way = wayTo(url);
  const hidden = privatePartsOf(url);
  const service = `${name} at ${new URL(url).origin}${way.proxiedBy === null ? '' : ` through the proxy in ${way.proxiedBy}`}`;
  return (request, signal) =>
    withTimeLimit(limitMs, signal, async (limited) => {
      const attempt = async (value: string): Promise<Answer> => {
        try {
          const { url: to, ...init } = request(value);
          const response = await way.fetch(to, { ...init, redirect: 'manual', signal: limited });
          const { status, headers } = response;
          const text = await readLimited(response, MAX_ANSWER_BYTES);
          if (text === null) throw tooLong(service);
          return { status, retryAfter: headers.get('retry-after'), text };
        } catch (error) {
          throw unreached(service, error, [value, ...hidden]);
        }
      };
      const value = secret.value();
      const first = await attempt(value);
      const renewed = refusesSecretBy.includes(first.status) ? secret.refresh() : value;
      const { status, retryAfter, text } = renewed === value ? first : await attempt(renewed);
      if (status >= 200 && status < 300) return text;
      const refusal = { status, retryAfter, says: text.slice(0, MAX_ERROR_CHARS), isAboutSecret: refusesSecretBy.includes(status) };
      throw refusedBy(service, refusal, [value, renewed, ...hidden]);
    });
}

interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly text: string;
}

function tooLong(service: string): NotifyError {
  return new NotifyError({
    code: 'notify_unreadable',
    message: `${service}: the answer has more than ${MAX_ANSWER_BYTES} bytes`,
    retryable: true,
    ambiguous: true,
    remedy: 'Check that the url is right.',
  });
}
