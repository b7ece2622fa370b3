import { createHmac } from 'node:crypto';
import { PAGE_SOURCE, pageMarks } from '../incident/alerts/own-page';
import { createCall, PAGE_LIMIT_MS } from './call-service';
import { headlineOf, linksOf } from './page-words';
import { NONE_REFUSED, type Page, type PageEnd, type Pager, type Secret } from './port';

const MAX_TITLE = 300;

/**
 * A page as JSON of our own shape, which docs/notify.md describes, signed as https://www.standardwebhooks.com asks: an
 * HMAC-SHA256 over the id, the time and the body.
 *
 * A webhook cannot tell a repetition. So the header `webhook-id` is the page's key, the same in each attempt, and a receiver
 * that has seen it ignores the repetition. After a lost answer the request is repeated under the same id.
 */
export function createWebhookPager({ url, secret }: { readonly url: string; readonly secret: Secret }): Pager {
  const call = createCall({ name: 'The webhook', url, secret, limitMs: PAGE_LIMIT_MS });
  const send = async (id: string, event: object, signal: AbortSignal | undefined): Promise<void> => {
    const body = JSON.stringify(event);
    await call((key) => ({ method: 'POST', url, headers: { 'content-type': 'application/json', ...signed(key, id, body) }, body }), signal);
  };
  return {
    async page(page, signal) {
      await send(page.key, pageBody(page), signal);
      return NONE_REFUSED;
    },
    acknowledge: (end, signal) => send(end.key, endBody(end, 'acknowledged'), signal),
    resolve: (end, signal) => send(end.key, endBody(end, 'resolved'), signal),
  };
}

function signed(secret: string, id: string, body: string): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}

/** `whsec_` and base64, as the standard writes a secret; any other text is the key itself. */
function keyOf(secret: string): Buffer {
  return secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret, 'utf8');
}

function pageBody(page: Page): object {
  const { key, incidentId, severity, reason } = page;
  const links = Object.fromEntries(linksOf(page).map(({ text, href }) => [text, href]));
  return { ...bodyOf(key, incidentId, severity, 'firing'), title: headlineOf(page, MAX_TITLE), reason, links };
}

function endBody({ key, incidentId, severity }: PageEnd, status: 'acknowledged' | 'resolved'): object {
  return { ...bodyOf(key, incidentId, severity, status), title: `${incidentId}: ${status}` };
}

/** `fingerprint` and `labels` are read by the gateway of another installation, or of this one. */
function bodyOf(key: string, incidentId: string, severity: string, status: string): object {
  return { source: PAGE_SOURCE, key, incidentId, severity, status, fingerprint: incidentId, labels: pageMarks(incidentId) };
}
