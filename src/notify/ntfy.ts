import { createHash } from 'node:crypto';
import { PAGE_SOURCE } from '../incident/alerts/own-page';
import type { Severity } from '../incident/model/severity';
import { createCall, PAGE_LIMIT_MS } from './call-service';
import { NotifyError } from './notify-error';
import { headlineOf, linksOf, reasonWords } from './page-words';
import { NONE_REFUSED, type Page, type PageEnd, type Pager, type Secret } from './port';

export const NTFY_URL = 'https://ntfy.sh';

/** 5 rings on and on, 3 is the default. */
const PRIORITIES: Readonly<Record<Severity, number>> = { critical: 5, high: 4, medium: 3, low: 2 };
/** Short codes that phones show as symbols. */
const TAGS: Readonly<Record<Severity, string>> = {
  critical: 'rotating_light',
  high: 'warning',
  medium: 'warning',
  low: 'information_source',
};
const MAX_TITLE = 200;
/** An incident with many levels has many notifications; one after another, a slow server would take minutes to clear them. */
const CLEARED_AT_ONCE = 10;

/**
 * ntfy: https://docs.ntfy.sh/publish/#publish-as-json and https://docs.ntfy.sh/publish/#updating-deleting-notifications
 *
 * A page's key becomes its sequence id. Phones replace a notification that has the same sequence id instead of showing a
 * second one, so after a lost answer the page can be repeated. Servers before version 2.16 ignore the sequence id; there a
 * repetition may notify people twice. Acknowledging and resolving clear every page sent for the incident; a server that does
 * not know clearing answers 404, and the notifications stay.
 *
 * @param options.secret The access token; empty for an open topic.
 */
export function createNtfyPager(options: { readonly url: string; readonly topic: string; readonly secret: Secret }): Pager {
  const { topic, secret } = options;
  const url = options.url.replace(/\/$/, '');
  const call = createCall({ name: 'ntfy', url, secret, limitMs: PAGE_LIMIT_MS });
  const access = (token: string): Readonly<Record<string, string>> => (token === '' ? {} : { authorization: `Bearer ${token}` });
  /** If one notification cannot be cleared, the others still are. */
  const clear = async ({ pageKeys }: PageEnd, signal: AbortSignal | undefined): Promise<void> => {
    const failures: unknown[] = [];
    const todo = pageKeys.values();
    const lane = async (): Promise<void> => {
      for (const key of todo) {
        const path = `/${encodeURIComponent(topic)}/${sequenceOf(key)}/clear`;
        const cleared = call((token) => ({ method: 'PUT', url: `${url}${path}`, headers: access(token) }), signal);
        await cleared.catch(ignoreUnknown).catch((error: unknown) => failures.push(error));
      }
    };
    await Promise.all(Array.from({ length: CLEARED_AT_ONCE }, lane));
    if (failures.length > 0) throw failures.find((error) => error instanceof NotifyError && error.retryable) ?? failures[0];
  };
  return {
    async page(page, signal) {
      const body = JSON.stringify(messageOf(topic, page));
      await call(
        (token) => ({ method: 'POST', url: `${url}/`, headers: { ...access(token), 'content-type': 'application/json' }, body }),
        signal,
      );
      return NONE_REFUSED;
    },
    acknowledge: clear,
    resolve: clear,
  };
}

function messageOf(topic: string, page: Page): object {
  const { key, severity, reason } = page;
  const links = linksOf(page);
  return {
    topic,
    title: headlineOf(page, MAX_TITLE),
    message: reasonWords(reason),
    priority: PRIORITIES[severity],
    tags: [TAGS[severity], PAGE_SOURCE],
    sequence_id: sequenceOf(key),
    ...(links[0] === undefined ? {} : { click: links[0].href }),
    actions: links.map(({ text, href }) => ({ action: 'view', label: text, url: href })),
  };
}

/** At most 64 letters, digits, hyphens and underscores. */
function sequenceOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 32);
}

/** An older server, or a notification that it no longer knows: either way there is nothing to clear. */
function ignoreUnknown(error: unknown): string {
  if (error instanceof NotifyError && error.status === 404) return '';
  throw error;
}
