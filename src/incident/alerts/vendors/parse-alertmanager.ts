import type { NormalizedEvent } from '../../model/incident';
import { InvalidInputError } from '../../text/errors';
import { identityOf } from '../../text/identity';
import { type Fields, firstOf, isFields, own, shown, wordIn } from '../../text/read-fields';
import { gravestFirst } from '../event-order';
import { FieldProblems } from '../field-problems';
import { type AlertGroup, canonicalLabels, readAlertGroup } from '../shapes/alert-group';
import { GENERIC_FIELDS } from '../shapes/generic-fields';
import { eventsOfGroup } from '../shapes/group-event';

const GROUP_FIELDS = ['receiver', 'groupLabels', 'groupKey', 'commonLabels', 'commonAnnotations', 'truncatedAlerts', 'version'];

/** True for an Alertmanager webhook (version 4), what its API accepts or lists, or a single alert of either. */
export function looksLikeAlertmanager(event: unknown): boolean {
  if (hasAlerts(event) || isGroups(event)) return true;
  if (!isFields(event)) return false;
  if (hasAlerts(own(event, 'alerts')) || isLoneAlert(event)) return true;
  const marks = GROUP_FIELDS.filter((name) => own(event, name) !== undefined).length;
  // A group without alerts is broken, and reporting that is better than reading it as something else.
  return marks >= (own(event, 'alerts') === undefined ? 3 : 2);
}

/**
 * Reads a notification group as one event, and a list of groups as one event each, the most severe firing one first.
 * https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
 */
export function parseAlertmanager(event: unknown, receivedAt: string, fallbackTitle?: string): readonly NormalizedEvent[] {
  const identify = (group: AlertGroup) => identityOf('alertmanager', groupIdentity(group));
  const strays = new FieldProblems();
  const events = groupsIn(event, strays).flatMap((fields) => {
    const problems = new FieldProblems();
    return eventsOfGroup(readAlertGroup(fields, receivedAt, problems), { source: 'alertmanager', identify, fallbackTitle, problems });
  });
  const [first, ...others] = gravestFirst(events);
  return first === undefined ? [] : [{ ...first, problems: [...strays.list(), ...(first.problems ?? [])] }, ...others];
}

/** `/api/v2/alerts/groups` lists groups, one of which may be empty; anything else is a single group. */
function groupsIn(event: unknown, strays: FieldProblems): readonly Fields[] {
  if (isGroups(event)) {
    const lone = event.filter((item) => isAlert(item) && !isGroup(item));
    for (const [index, item] of event.entries()) {
      const alerts = isFields(item) ? own(item, 'alerts') : undefined;
      const isEmpty = Array.isArray(alerts) && alerts.length === 0;
      if (!isGroup(item) && !isAlert(item) && !isEmpty) strays.note(`[${index}]`, item, 'nothing');
    }
    return [...event.filter(isGroup), ...(lone.length === 0 ? [] : [{ alerts: lone }])];
  }
  if (Array.isArray(event)) return [{ alerts: event }];
  if (!isFields(event)) throw new InvalidInputError('body', `${shown(event)} is not a notification`, 'a JSON object');
  return [isLoneAlert(event) ? { alerts: [event] } : event];
}

function isGroups(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.some(isGroup);
}

function isGroup(value: unknown): value is Fields {
  return isFields(value) && hasAlerts(own(value, 'alerts'));
}

/** One alert is enough: faults in the others must not lose it. */
function hasAlerts(value: unknown): boolean {
  return Array.isArray(value) && value.some(isAlert);
}

function isAlert(value: unknown): boolean {
  if (!isFields(value)) return false;
  const [labels, annotations] = [own(value, 'labels'), own(value, 'annotations')];
  if (isFields(labels)) return own(labels, 'alertname') !== undefined || isFields(annotations) || own(value, 'startsAt') !== undefined;
  return isFields(annotations) && ['status', 'startsAt', 'fingerprint'].some((name) => own(value, name) !== undefined);
}

/** A generic alert may have labels too; one with its own title is generic. */
function isLoneAlert(value: Fields): boolean {
  return own(value, 'alerts') === undefined && isAlert(value) && firstOf(value, GENERIC_FIELDS.title) === undefined;
}

/**
 * Receiver and group key. A group without labels is identified by its alerts; one without a key by its labels, else by the
 * names of its alerts.
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
  // The API gives a receiver as {"name": "ops"}.
  return wordIn(own(fields, name)) ?? '';
}

function unique(names: readonly string[]): string {
  return [...new Set(names)].sort().join(',');
}
