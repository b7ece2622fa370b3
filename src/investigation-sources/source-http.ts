import { readFileSync } from 'node:fs';
import { type Way, wayTo } from '../http/proxied-fetch';
import { privatePartsOf, whyOf, withoutThese } from '../http/quote-service';
import { readLimited } from '../http/read-limited';
import { withTimeLimit } from '../http/time-limit';
import { SHORTEST_SECRET } from '../incident/investigation/hide-values';
import { cleanLine } from '../incident/text/clean-text';
import { formatDuration } from '../incident/text/durations';
import { SourceError } from './source-error';
import { type HttpAnswer, refusalOf } from './source-refusal';

/** For one call, including its answer. The caller's signal may end it earlier. */
const LIMIT_MS = 15_000;
const MAX_PATH = 200;
const MAX_ANSWER_BYTES = 16 * 1_024 * 1_024;
/** The other side closed a connection that had been kept open, so the request was not read. */
const CLOSED = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

/** A secret that may be rotated. */
export interface Secret {
  readonly value: () => string;
  /** Reads it again, after the source refused it. */
  readonly refresh: () => string;
}

export interface SourceAddress {
  /** As people know it: `Prometheus "main"`. */
  readonly name: string;
  /** Only its origin is shown, because the rest of an address may be secret. */
  readonly url: string;
  /** Null if the source needs none. */
  readonly secret: Secret | null;
  /** The headers that carry the secret, if there is one. */
  readonly authorize: (secret: string) => Readonly<Record<string, string>>;
  /** Headers of every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** A file of certificates in PEM form, trusted instead of the usual ones. It is read for each call, as it may be renewed. */
  readonly caFile?: string | null;
}

export interface SourceRequest {
  /** Added to the path of the source's address; begins with `/`. Values from outside must be encoded in it. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  /** Whether messages name the path, without its query: only where it is no secret. */
  readonly namesPath?: boolean;
  /** Makes it a POST; `patch` makes it a PATCH, with a strategic merge patch of Kubernetes. */
  readonly body?: { readonly json: unknown } | { readonly form: Readonly<Record<string, string>> } | { readonly patch: unknown };
  /** What to do about an answer that is not a success, where the source's API is more specific; null for the usual words. */
  readonly remedyFor?: (status: number) => string | null;
}

export interface SourceClient {
  /** The source and its address, for messages. */
  readonly label: string;
  /** The JSON of a 2xx answer. @throws SourceError for any other. */
  ask(request: SourceRequest, signal: AbortSignal): Promise<unknown>;
}

export const bearer = (secret: string): Readonly<Record<string, string>> => ({ authorization: `Bearer ${secret}` });
/** @param secret `USER:PASSWORD` */
export const basic = (secret: string): Readonly<Record<string, string>> => ({
  authorization: `Basic ${Buffer.from(secret).toString('base64')}`,
});

/** A token cannot contain a colon, a user name neither, so that a secret says by itself what it is. */
export const bearerOrBasic = (secret: string): Readonly<Record<string, string>> => (secret.includes(':') ? basic(secret) : bearer(secret));

/**
 * Calls to one source. No redirect is followed, since it would lead to an address that nobody configured, and take the secret
 * along. A refused secret is read again, and used at once if it has changed.
 */
export function createSourceClient(address: SourceAddress, limitMs = LIMIT_MS): SourceClient {
  const { name, url, secret, authorize, headers = {}, caFile = null } = address;
  const usual = wayTo(url);
  const way = caFile === null ? () => usual : wayReader(url, caFile, name);
  const { proxiedBy } = usual;
  const label = `${name} at ${new URL(url).origin}${proxiedBy === null ? '' : ` through the proxy in ${proxiedBy}`}`;
  const hidden = privatePartsOf(url);
  const named = ({ path, namesPath = false }: SourceRequest): string =>
    namesPath ? `${label}, path ${cleanLine(path.split('?', 1)[0] ?? '', MAX_PATH)}` : label;
  return {
    label,
    ask: (request, signal) =>
      withTimeLimit(limitMs, signal, async (limited) => {
        const { to, init } = prepared(url, request, label);
        const value = secret?.value() ?? '';
        const { fetch } = way();
        const attempt = async (token: string): Promise<HttpAnswer> => {
          const given = {
            ...init,
            headers: { accept: 'application/json', ...headers, ...init.headers, ...(secret === null ? {} : authorize(token)) },
          };
          const once = async (): Promise<HttpAnswer> =>
            readAnswer(await fetch(to, { ...given, redirect: 'manual', signal: limited }), label);
          try {
            return await once().catch((error) => {
              if (!CLOSED.has(whyOf(error instanceof BrokenAnswer ? error.cause : error, [])) || limited.aborted) throw error;
              return once();
            });
          } catch (error) {
            throw limited.aborted ? tooSlow(label, signal.aborted ? null : limitMs) : unreached(label, error, [value, token, ...hidden]);
          }
        };
        const first = await attempt(value);
        const renewed = secret !== null && first.status === 401 ? secret.refresh() : value;
        const answer = renewed === value ? first : await attempt(renewed);
        if (answer.status >= 200 && answer.status < 300) return parsed(answer.text, named(request), [value, renewed]);
        throw refusalOf(named(request), answer, [value, renewed, ...hidden], request.remedyFor?.(answer.status) ?? null);
      }),
  };
}

/** The source was reached, but the body of its answer could not be read to its end. */
class BrokenAnswer extends Error {
  constructor(override readonly cause: unknown) {
    super();
  }
}

async function readAnswer(response: Response, label: string): Promise<HttpAnswer> {
  const text = await readLimited(response, MAX_ANSWER_BYTES).catch((error: unknown) => {
    throw new BrokenAnswer(error);
  });
  if (text === null) {
    const limit = `${MAX_ANSWER_BYTES / 1_024 / 1_024} MB`;
    throw new SourceError('source_answer_unreadable', `${label}: the answer has more than ${limit}`, 'Narrow the query.', {
      status: response.status,
    });
  }
  const { status, headers } = response;
  return { status, retryAfter: headers.get('retry-after'), location: headers.get('location'), text };
}

/** One way for each content of the file of certificates, so that connections are kept open between calls. */
function wayReader(url: string, caFile: string, name: string): () => Way {
  let known: { readonly ca: string; readonly way: Way } | null = null;
  return () => {
    const ca = readCa(caFile, name);
    if (known?.ca !== ca) known = { ca, way: wayTo(url, process.env, ca) };
    return known.way;
  };
}

function readCa(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new SourceError('source_unreachable', `${name}: its file of certificates, ${path}, cannot be read (${code})`, 'Correct caFile.');
  }
}

interface Prepared {
  readonly to: URL;
  readonly init: { readonly method: 'GET' | 'POST' | 'PATCH'; readonly headers: Readonly<Record<string, string>>; readonly body?: string };
}

function prepared(base: string, { path, query = {}, body }: SourceRequest, label: string): Prepared {
  const root = new URL(base);
  const prefix = root.pathname.replace(/\/$/, '');
  const to = new URL(root);
  const at = path.indexOf('?');
  to.pathname = `${prefix}${at < 0 ? path : path.slice(0, at)}`;
  to.search = at < 0 ? '' : path.slice(at);
  for (const [key, value] of Object.entries(query)) if (value !== undefined) to.searchParams.set(key, String(value));
  // Dots in a path may lead out of the configured one.
  if (!path.startsWith('/') || !to.pathname.startsWith(`${prefix}/`)) {
    throw new SourceError('source_query_rejected', `${label}: the path leaves the configured address`, 'Correct the path of the query.');
  }
  to.username = '';
  to.password = '';
  if (body === undefined) return { to, init: { method: 'GET', headers: {} } };
  if ('json' in body) {
    return { to, init: { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body.json) } };
  }
  if ('patch' in body) {
    return {
      to,
      init: { method: 'PATCH', headers: { 'content-type': 'application/strategic-merge-patch+json' }, body: JSON.stringify(body.patch) },
    };
  }
  const form = new URLSearchParams(body.form);
  return { to, init: { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: String(form) } };
}

/** What an answer quotes of the secrets that it was asked with, as an echo does, is not read. Short ones are ordinary words. */
function parsed(text: string, label: string, given: readonly string[]): unknown {
  const secrets = given.filter(({ length }) => length >= SHORTEST_SECRET);
  const hide = (_: string, value: unknown): unknown => (typeof value === 'string' ? withoutThese(value, secrets) : value);
  try {
    // Most answers quote none, and are large.
    return JSON.parse(text, withoutThese(text, secrets) === text ? undefined : hide);
  } catch {
    throw new SourceError('source_answer_unreadable', `${label}: the answer is not JSON`, 'Check that its url is the address of its API.');
  }
}

/** @param limitMs Null if the caller's time was over first. */
function tooSlow(label: string, limitMs: number | null): SourceError {
  const within = limitMs === null ? "in the probe's time" : `within ${formatDuration(limitMs)}`;
  return new SourceError('source_timeout', `${label}: no answer ${within}`, 'Check whether it is overloaded, or narrow the query.');
}

function unreached(label: string, error: unknown, secrets: readonly string[]): SourceError {
  if (error instanceof SourceError) return error;
  if (error instanceof BrokenAnswer) {
    const message = `${label}: its answer breaks off or cannot be unpacked (${whyOf(error.cause, secrets)})`;
    return new SourceError('source_answer_unreadable', message, 'Check the source, and whatever stands between it and the worker.');
  }
  const hint = 'Check its url, and that the worker can reach it.';
  return new SourceError('source_unreachable', `${label}: unreachable (${whyOf(error, secrets)})`, hint);
}
