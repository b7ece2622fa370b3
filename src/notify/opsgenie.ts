import { alertKey, PAGE_SOURCE, pageMarks } from '../incident/alerts/own-page';
import type { Severity } from '../incident/model/severity';
import { afterPage, eachAlert } from './alerts';
import { createCall, PAGE_LIMIT_MS, type Request } from './call-service';
import { headlineOf, linksOf, reasonWords } from './page-words';
import { NONE_REFUSED, type Page, type Pager, type Secret } from './port';

export const OPSGENIE_URLS = { us: 'https://api.opsgenie.com', eu: 'https://api.eu.opsgenie.com' } as const;

const PRIORITIES: Readonly<Record<Severity, string>> = { critical: 'P1', high: 'P2', medium: 'P3', low: 'P4' };
const MAX_MESSAGE = 130;

/**
 * Opsgenie's Alert API, which Jira Service Management serves too: https://docs.opsgenie.com/docs/alert-api
 *
 * Never twice: there is only one open alert with the same alias; a repeated request raises its count and calls nobody. So
 * after a lost answer the request can be repeated. A further level is added to the open alert; whom Opsgenie calls next, its
 * escalations decide. That is also so once the alert is acknowledged, when nobody is called any more; so the next page has an
 * alias of its own, and the alert before it is closed. Once an alert is closed, another request makes another alert. Opsgenie
 * accepts requests (202) before it processes them, so one that it cannot apply, such as closing an unknown alert, is not reported.
 *
 * @param options.url The address before `/v2`: Opsgenie's own or, for Jira Service Management,
 *   `https://api.atlassian.com/jsm/ops/integration`.
 */
export function createOpsgeniePager(options: { readonly url: string; readonly secret: Secret }): Pager {
  const { secret } = options;
  const url = options.url.replace(/\/$/, '');
  const call = createCall({ name: 'Opsgenie', url, secret, limitMs: PAGE_LIMIT_MS });
  const send = async (path: string, body: object, signal: AbortSignal | undefined): Promise<void> => {
    await call((key) => requestOf(`${url}/v2/alerts${path}`, key, body), signal);
  };
  const change = (alias: string, action: 'acknowledge' | 'close', signal: AbortSignal | undefined): Promise<void> =>
    send(`/${encodeURIComponent(alias)}/${action}?identifierType=alias`, { source: PAGE_SOURCE }, signal);
  return {
    async page(page, signal) {
      await send('', alertOf(page), signal);
      await afterPage(page, (alias) => change(alias, 'close', signal));
      return NONE_REFUSED;
    },
    acknowledge: ({ incidentId, alert }, signal) => change(alertKey(incidentId, alert), 'acknowledge', signal),
    resolve: (end, signal) => eachAlert(end, (alias) => change(alias, 'close', signal)),
  };
}

function requestOf(url: string, key: string, body: object): Request {
  const headers = { authorization: `GenieKey ${key}`, 'content-type': 'application/json' };
  return { method: 'POST', url, headers, body: JSON.stringify(body) };
}

function alertOf(page: Page): object {
  const { incidentId, alert, severity, reason, key } = page;
  const links = linksOf(page);
  return {
    message: headlineOf(page, MAX_MESSAGE),
    alias: alertKey(incidentId, alert),
    description: [reasonWords(reason), ...links.map(({ text, href }) => `${text}: ${href}`)].join('\n'),
    tags: [PAGE_SOURCE],
    details: { ...pageMarks(incidentId), page: key },
    source: PAGE_SOURCE,
    priority: PRIORITIES[severity],
  };
}
