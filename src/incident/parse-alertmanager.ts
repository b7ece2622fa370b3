import { type AlertGroup, canonicalLabels, eventOfGroup, readAlertGroup } from './alert-group';
import { InvalidInputError } from './errors';
import { GENERIC_FIELDS } from './generic-fields';
import { identityOf } from './identity';
import type { NormalizedEvent } from './incident';
import { type Fields, firstOf, isFields, own, shown } from './read-fields';

const GROUP_FIELDS = ['receiver', 'groupLabels', 'groupKey', 'commonLabels', 'commonAnnotations', 'truncatedAlerts', 'version'];

/** Whether a value is a webhook of Alertmanager (version 4), a post to its own API, or one alert of either. */
export function looksLikeAlertmanager(event: unknown): boolean {
  if (isAlerts(event)) return true;
  if (!isFields(event)) return false;
  if (isAlerts(own(event, 'alerts')) || isLoneAlert(event)) return true;
  const marks = GROUP_FIELDS.filter((name) => own(event, name) !== undefined).length;
  // Without its alerts it is a broken group, and better told so than read as something else.
  return marks >= (own(event, 'alerts') === undefined ? 3 : 2);
}

/**
 * Reads a notification group as one event.
 * https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
 */
export function parseAlertmanager(event: unknown, receivedAt: string, fallbackTitle?: string): readonly NormalizedEvent[] {
  const group = readAlertGroup(fieldsOf(event), receivedAt);
  const fingerprint = identityOf('alertmanager', groupIdentity(group));
  return [eventOfGroup(group, { source: 'alertmanager', fingerprint, fallbackTitle }, receivedAt)];
}

function fieldsOf(event: unknown): Fields {
  if (Array.isArray(event)) return { alerts: event };
  if (!isFields(event)) throw new InvalidInputError('body', `${shown(event)} is no notification`, 'a JSON object');
  return isLoneAlert(event) ? { alerts: [event] } : event;
}

function isAlerts(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isAlert);
}

function isAlert(value: unknown): boolean {
  const labels = isFields(value) ? own(value, 'labels') : undefined;
  return isFields(labels) && isFields(value) && (own(labels, 'alertname') !== undefined || isFields(own(value, 'annotations')));
}

/** A generic alert may have labels, too: what has a title of its own is one. */
function isLoneAlert(value: Fields): boolean {
  const isTool = ['annotations', 'startsAt', 'generatorURL'].some((name) => own(value, name) !== undefined);
  return isTool && own(value, 'alerts') === undefined && isAlert(value) && firstOf(value, GENERIC_FIELDS.title) === undefined;
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
