import type { EventStatus, NormalizedEvent, StatusNote } from '../../model/incident';
import { isFields, own } from '../../text/read-fields';
import { unfit } from '../../text/unfit';
import { alertLabels, readTags } from '../labels';
import { foldedWord, Payload, statusWords } from '../shapes/payload';
import { notAnAlert, vendorEvent } from '../shapes/vendor-event';

const ACTIONS = statusWords({
  firing: 'create unacknowledge snoozeended escalatenext escalatetonext escalate updatepriority updatemessage updatedescription',
  resolved: 'close',
  acknowledged: 'acknowledge takeownership',
});
/** `AddNote`, `RemoveTags`, `AssignOwnership`, a custom action: they say nothing about the state. */
const BESIDE = /^(?:add|remove|assign|unassign|custom|test|update|edit|delete(?:note|attachment))/;

export function looksLikeOpsgenie(event: unknown): boolean {
  if (!isFields(event) || typeof own(event, 'action') !== 'string') return false;
  const alert = own(event, 'alert');
  const isNamed = isFields(alert) && ['alertId', 'tinyId', 'alias'].some((name) => own(alert, name) !== undefined);
  return isNamed || own(event, 'integrationId') !== undefined || own(event, 'integrationName') !== undefined;
}

/**
 * Reads a webhook of Opsgenie, which Jira Service Management sends unchanged.
 * https://support.atlassian.com/opsgenie/docs/integrate-opsgenie-with-webhook/
 * https://support.atlassian.com/jira-service-management-cloud/docs/integrate-with-webhook/
 */
export function parseOpsgenie(event: unknown, receivedAt: string, fallbackTitle = ''): readonly NormalizedEvent[] {
  if (!isFields(event)) throw unfit('body', event, 'is not a webhook', 'a JSON object');
  const payload = new Payload(event, receivedAt);
  const alert = payload.value('alert');
  if (!isFields(alert)) throw unfit('alert', alert, 'is not an alert', 'an object');
  const identity = payload.id('alert.alias', 'alert.alertId', 'alert.id');
  const labels = payload.labels({ source: 'alert.source', entity: 'alert.entity', tiny_id: 'alert.tinyId', team: 'alert.team' });
  readTags(payload.value('alert.tags') ?? '', payload.problems, labels);
  alertLabels(payload.value('alert.details'), 'alert.details', payload.problems, { into: labels });
  return [
    vendorEvent(
      {
        source: 'opsgenie',
        identity,
        ...statusOf(payload),
        severity: payload.severity('alert.priority', 'alert.details.priority', 'alert.details.severity'),
        title: payload.text('alert.message') || fallbackTitle || (identity === '' ? '' : `Alert ${identity}`),
        description: payload.text('alert.description'),
        start: payload.start(['alert.createdAt']),
        links: Object.values(payload.fields('alert.details')).filter((value) => typeof value === 'string' && /^https?:/i.test(value)),
        labels,
      },
      payload,
      'alert.message',
    ),
  ];
}

function statusOf(payload: Payload): { status: EventStatus; statusNote: StatusNote | null } {
  const action = payload.text('action');
  const folded = foldedWord(action);
  if (folded === 'snooze') return { status: 'ignored', statusNote: { kind: 'silenced', text: 'the alert was snoozed in Opsgenie' } };
  if (folded === 'delete')
    return {
      status: 'ignored',
      statusNote: { kind: 'ruleChanged', text: 'the alert was deleted in Opsgenie, which does not mean that it recovered' },
    };
  const isBeside = ACTIONS.get(folded) === undefined && BESIDE.test(folded);
  if (isBeside) return notAnAlert(`the action ${action} does not change the state of the alert`);
  return { status: payload.status(ACTIONS, 'firing', 'action', 'alert.status'), statusNote: null };
}
