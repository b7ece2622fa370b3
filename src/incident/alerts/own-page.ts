import type { NormalizedEvent } from '../model/incident';
import { INCIDENT_ID_PATTERN } from '../model/incident-id';

/** The source that every page names. Do not change it: pages that are still open elsewhere carry it. */
export const PAGE_SOURCE = 'temporal-incident-response';

/** The marks of a page, as the details or labels of the alert that it makes in another service. */
export function pageMarks(incidentId: string): { readonly source: string; readonly incident_id: string } {
  return { source: PAGE_SOURCE, incident_id: incidentId };
}

/** Generated ids: no other tool's key is likely to look like `PROD-20260101-001`. */
const GENERATED_ID = /^[A-Z0-9-]{1,40}-\d{8}-\d{3,}$/;
/** How a page's title begins. */
const LEADING_ID = /^([A-Z0-9-]{1,64}): /;

/**
 * Whether one of our own pages caused this alert, which then came back through a source. Such an alert opens no incident:
 * otherwise each page would start the next incident.
 *
 * A page names its source and its incident in fields that most services hand on. PagerDuty's webhooks contain neither: only
 * the incident's key, which is the incident's id (https://developer.pagerduty.com/docs/webhooks-overview), and the title.
 * The key is missing if PagerDuty has grouped alerts into an incident, so a title that begins with a generated id counts too.
 */
export function isOwnPage({ source, labels, title, fingerprint }: NormalizedEvent): boolean {
  // Opsgenie hands on the details of an alert only if it is told to; its own key, the alias, is the event's fingerprint.
  const alias = source === 'opsgenie' ? fingerprint?.slice('opsgenie:'.length) : undefined;
  if (labels.source === PAGE_SOURCE) return [labels.incident_id, alias].some((id) => INCIDENT_ID_PATTERN.test(id ?? ''));
  if (source !== 'pagerduty') return false;
  const [, leading = ''] = LEADING_ID.exec(title) ?? [];
  const key = labels.incident_key ?? leading;
  return GENERATED_ID.test(key) || (key !== '' && key === leading && labels.incident_key !== undefined);
}
