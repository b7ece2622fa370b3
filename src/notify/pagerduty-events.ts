import { alertKey, PAGE_SOURCE, pageMarks } from '../incident/alerts/own-page';
import type { Severity } from '../incident/model/severity';
import { afterPage, eachAlert } from './alerts';
import { createCall, PAGE_LIMIT_MS } from './call-service';
import { headlineOf, linksOf, reasonWords } from './page-words';
import { NONE_REFUSED, type Page, type Pager, type Secret } from './port';

export const PAGERDUTY_EVENTS_URL = 'https://events.pagerduty.com/v2/enqueue';

const SEVERITIES: Readonly<Record<Severity, string>> = { critical: 'critical', high: 'error', medium: 'warning', low: 'info' };
const MAX_SUMMARY = 1_024;

/**
 * PagerDuty's Events API, version 2: https://developer.pagerduty.com/docs/events-api-v2/trigger-events/
 *
 * Never twice: PagerDuty applies every event with the same `dedup_key` to the one open alert, and calls nobody again for it.
 * So after a lost answer the event can be repeated. A further level is added to the open alert; whom PagerDuty calls next,
 * its escalation policy decides. Once the alert is acknowledged, further triggers call nobody, and the API cannot take the
 * acknowledgement back; so the next page has a key of its own, and the alert before it is resolved. Once an alert is resolved,
 * another trigger makes another alert, and an acknowledge or resolve is dropped. PagerDuty accepts events before it processes
 * them, and takes a 429 back "after some time".
 *
 * The routing key travels in the body, as the API wants it. PagerDuty refuses a wrong one with 400.
 */
export function createPagerDutyPager({ url, secret }: { readonly url: string; readonly secret: Secret }): Pager {
  const call = createCall({ name: 'PagerDuty', url, secret, limitMs: PAGE_LIMIT_MS, refusesSecretBy: [400, 401, 403] });
  const send = async (event: object, signal: AbortSignal | undefined): Promise<void> => {
    const headers = { 'content-type': 'application/json' };
    await call((key) => ({ method: 'POST', url, headers, body: JSON.stringify({ routing_key: key, ...event }) }), signal);
  };
  return {
    async page(page, signal) {
      await send(triggerOf(page), signal);
      await afterPage(page, (key) => send(changeOf(key, 'resolve'), signal));
      return NONE_REFUSED;
    },
    acknowledge: ({ incidentId, alert }, signal) => send(changeOf(alertKey(incidentId, alert), 'acknowledge'), signal),
    resolve: (end, signal) => eachAlert(end, (key) => send(changeOf(key, 'resolve'), signal)),
  };
}

function triggerOf(page: Page): object {
  const links = linksOf(page);
  const { incidentId, alert, severity, reason, key } = page;
  return {
    event_action: 'trigger',
    dedup_key: alertKey(incidentId, alert),
    payload: {
      summary: headlineOf(page, MAX_SUMMARY),
      source: PAGE_SOURCE,
      severity: SEVERITIES[severity],
      custom_details: { ...pageMarks(incidentId), severity, reason: reasonWords(reason), page: key },
    },
    client: PAGE_SOURCE,
    ...(links[0] === undefined ? {} : { client_url: links[0].href, links }),
  };
}

function changeOf(key: string, action: 'acknowledge' | 'resolve'): object {
  return { event_action: action, dedup_key: key };
}
