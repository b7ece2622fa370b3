import type { NormalizedEvent } from '../model/incident';
import { INCIDENT_ID_PATTERN } from '../model/incident-id';

/** The source that every page names. Do not change it: pages that are still open elsewhere carry it. */
export const PAGE_SOURCE = 'temporal-incident-response';

/** The marks of a page, as the details or labels of the alert that it makes in another service. */
export function pageMarks(incidentId: string): { readonly source: string; readonly incident_id: string } {
  return { source: PAGE_SOURCE, incident_id: incidentId };
}

/** The key of an incident's alert in a service that keeps one alert open: the id, and from the second alert on `ID.2`. */
export function alertKey(incidentId: string, alert = 1): string {
  return alert === 1 ? incidentId : `${incidentId}.${alert}`;
}

/** The incident whose alert may have such a key; undefined if none can. */
function incidentOfKey(key = ''): string | undefined {
  const id = key.replace(/\.[1-9]\d{0,4}$/, '');
  return INCIDENT_ID_PATTERN.test(id) ? id : undefined;
}

/** `PROD-20260101-001`, as ids are generated. */
const GENERATED_ID = /^[A-Z0-9-]{1,40}-\d{8}-\d{3,}$/;
/** How a page's title begins. */
const LEADING_ID = /^([A-Z0-9-]{1,64}): /;
/** Enough for pages about pages, and few enough to be read quickly. */
const MAX_LEADING = 5;

/**
 * Whether one of our own pages certainly caused this alert, which then came back through a source. Such an alert opens no
 * incident: otherwise each page would start the next incident.
 *
 * A page names its source and its incident in fields that most services hand on. PagerDuty's webhooks contain neither: only
 * the incident's key, which is made of the incident's id (https://developer.pagerduty.com/docs/webhooks-overview), and the title,
 * which begins with it. Another tool may have such a key or such titles, but hardly both at once.
 */
export function isOwnPage({ source, labels, title, fingerprint }: NormalizedEvent): boolean {
  // Opsgenie hands on the details of an alert only if it is told to; its own key, the alias, is the event's fingerprint.
  const alias = source === 'opsgenie' ? fingerprint?.slice('opsgenie:'.length) : undefined;
  if (labels.source === PAGE_SOURCE) return INCIDENT_ID_PATTERN.test(labels.incident_id ?? '') || incidentOfKey(alias) !== undefined;
  const [leading] = leadingIds(title);
  return source === 'pagerduty' && leading !== undefined && GENERATED_ID.test(leading) && incidentOfKey(labels.incident_key) === leading;
}

/**
 * The ids that this alert gives: if there is an incident with one of them, its page caused the alert. None if `isOwnPage` is
 * already certain.
 *
 * The key counts alone, because people rename incidents in PagerDuty. Without a key, the title counts, because PagerDuty drops
 * the key of an alert that it has grouped. A title may begin with several ids: two installations that read each other's pages would
 * otherwise page each other for ever.
 */
export function claimedIncidents(event: NormalizedEvent): readonly string[] {
  const { source, labels, title } = event;
  if (source !== 'pagerduty' || isOwnPage(event)) return [];
  const key = labels.incident_key;
  if (key === undefined) return leadingIds(title);
  const id = incidentOfKey(key);
  return id === undefined ? [] : [id];
}

function leadingIds(title: string): readonly string[] {
  const ids: string[] = [];
  let rest = title;
  for (let found = LEADING_ID.exec(rest); found !== null && ids.length < MAX_LEADING; found = LEADING_ID.exec(rest)) {
    ids.push(found[1] ?? '');
    rest = rest.slice(found[0].length);
  }
  return ids;
}
