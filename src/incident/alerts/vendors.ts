import type { NormalizedEvent } from '../model/incident';
import { isFields, own } from '../text/read-fields';
import { looksLikeAlertmanager, parseAlertmanager } from './vendors/parse-alertmanager';
import { cloudWatchMessageId, looksLikeCloudWatch, parseCloudWatch } from './vendors/parse-cloudwatch';
import { looksLikeDatadog, parseDatadog } from './vendors/parse-datadog';
import { parseGeneric } from './vendors/parse-generic';
import { looksLikeGrafana, parseGrafana } from './vendors/parse-grafana';

export interface Source {
  readonly name: string;
  looksLike(event: unknown): boolean;
  parse(event: unknown, receivedAt: string, fallbackTitle?: string): readonly NormalizedEvent[];
  /** True if the vendor sends lists, too; the items of any other list are read one by one. */
  readonly readsLists?: true;
  /** The vendor's own id of this delivery, the same in each of its retries; undefined if it has none. */
  messageId?(event: unknown): string | undefined;
}

/** The vendors' formats; the first one that recognises a shape reads it. A new source takes one file and one line here. */
export const SOURCES: readonly Source[] = [
  { name: 'grafana', looksLike: looksLikeGrafana, parse: parseGrafana },
  { name: 'cloudwatch', looksLike: looksLikeCloudWatch, parse: parseCloudWatch, messageId: cloudWatchMessageId },
  { name: 'datadog', looksLike: looksLikeDatadog, parse: parseDatadog },
  { name: 'alertmanager', looksLike: looksLikeAlertmanager, parse: parseAlertmanager, readsLists: true },
  { name: 'generic', looksLike: () => true, parse: parseGeneric, readsLists: true },
];
export const KNOWN_SOURCES: readonly string[] = SOURCES.map(({ name }) => name);

interface UnreadVendor {
  readonly name: string;
  /** Fields that together identify this vendor; `a.b` is a nested field. */
  readonly fields: readonly string[];
}

/**
 * Vendors that keep status or severity where the generic reader does not look. If their payloads were read as generic, a
 * recovery would look like a new alert, so they are refused by name until a reader for them is listed in SOURCES.
 */
const UNREAD: readonly UnreadVendor[] = [
  { name: 'PagerDuty', fields: ['event.event_type'] },
  { name: 'PagerDuty', fields: ['messages.0.incident'] },
  { name: 'PagerDuty Events API', fields: ['event_action', 'payload'] },
  { name: 'Opsgenie', fields: ['action', 'alert.alertId'] },
  { name: 'Opsgenie', fields: ['action', 'integrationId'] },
  { name: 'Sentry', fields: ['action', 'data.event'] },
  { name: 'Sentry', fields: ['action', 'data.issue'] },
  { name: 'Sentry', fields: ['action', 'data.metric_alert'] },
  { name: 'New Relic', fields: ['issueUrl', 'impactedEntities'] },
  { name: 'Azure Monitor', fields: ['schemaId', 'data'] },
  { name: 'Google Cloud Monitoring', fields: ['incident.incident_id'] },
  { name: 'Zabbix', fields: ['event_id', 'event_name'] },
  { name: 'Uptime Kuma', fields: ['heartbeat', 'monitor'] },
  { name: 'UptimeRobot', fields: ['monitorID', 'alertType'] },
  { name: 'Better Stack', fields: ['data.attributes', 'data.type'] },
  { name: 'Pingdom', fields: ['check_id', 'current_state'] },
  { name: 'CloudEvents', fields: ['specversion', 'type', 'source'] },
];

/** The vendor of this payload if no reader supports it; null if it may be generic. */
export function unreadVendorOf(value: object): string | null {
  return UNREAD.find(({ fields }) => fields.every((path) => isGiven(value, path)))?.name ?? null;
}

function isGiven(value: object, path: string): boolean {
  let at: unknown = value;
  for (const name of path.split('.')) {
    if (Array.isArray(at)) at = at[Number(name)];
    else at = isFields(at) ? own(at, name) : undefined;
  }
  return at !== undefined;
}
