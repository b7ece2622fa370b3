import { type AlertGroup, canonicalLabels, eventOfGroup, readAlertGroup } from './alert-group';
import { InvalidInputError } from './errors';
import { identityOf } from './identity';
import type { NormalizedEvent } from './incident';
import { type Fields, isFields, own, shown } from './read-fields';

const GROUP_FIELDS = ['receiver', 'groupLabels', 'groupKey', 'commonLabels', 'version', 'truncatedAlerts'];

/** Whether a value is a webhook of Alertmanager (version 4), a post to its own API, or one alert of either. */
export function looksLikeAlertmanager(event: unknown): boolean {
  if (Array.isArray(event)) return event.length > 0 && event.every(isOneAlert);
  if (!isFields(event)) return false;
  const marks = GROUP_FIELDS.filter((name) => own(event, name) !== undefined).length;
  return own(event, 'alerts') === undefined ? marks >= 3 || (isOneAlert(event) && own(event, 'title') === undefined) : marks >= 1;
}

/**
 * Reads a notification group as one event.
 * https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
 */
export function parseAlertmanager(event: unknown, receivedAt: string): readonly NormalizedEvent[] {
  const group = readAlertGroup(fieldsOf(event), receivedAt);
  return [eventOfGroup(group, { source: 'alertmanager', fingerprint: identityOf('alertmanager', groupIdentity(group)) }, receivedAt)];
}

function fieldsOf(event: unknown): Fields {
  if (Array.isArray(event)) return { alerts: event };
  if (!isFields(event)) throw new InvalidInputError('body', `${shown(event)} is no notification`, 'a JSON object');
  return own(event, 'alerts') === undefined && isOneAlert(event) ? { alerts: [event] } : event;
}

function isOneAlert(value: unknown): boolean {
  if (!isFields(value)) return false;
  const labels = own(value, 'labels');
  return isFields(labels) && (typeof own(labels, 'alertname') === 'string' || isFields(own(value, 'annotations')));
}

/**
 * Receiver and group key. A group without labels is told from another by its alerts, and one without a key by its labels,
 * else by the names of its alerts.
 */
export function groupIdentity({ fields, groupLabels, alerts }: AlertGroup): string {
  const receiver = textIn(fields, 'receiver');
  const groupKey = textIn(fields, 'groupKey');
  const hasLabels = Object.keys(groupLabels).length > 0;
  if (groupKey !== '' && (hasLabels || !groupKey.endsWith(':{}'))) return `${receiver}:${groupKey}`;
  if (hasLabels) return `${receiver}:${canonicalLabels(groupLabels)}`;
  if (groupKey !== '') return `${receiver}:${groupKey}:${unique(alerts.map(({ fingerprint }) => fingerprint))}`;
  return `${receiver}:${unique(alerts.map(({ labels }) => labels.alertname ?? canonicalLabels(labels)))}`;
}

export function textIn(fields: Fields, name: string): string {
  const value = own(fields, name);
  return typeof value === 'string' ? value : '';
}

function unique(names: readonly string[]): string {
  return [...new Set(names)].sort().join(',');
}
