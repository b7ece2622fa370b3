import type { EventStatus, NormalizedEvent, StatusNote } from '../../model/incident';
import { type Fields, isFields, own, plainText } from '../../text/read-fields';
import { unfit } from '../../text/unfit';
import { alertLabels } from '../labels';
import { unquotedBase64 } from '../quoted-json';
import { foldedWord, Payload, statusWords } from '../shapes/payload';
import { notAnAlert, vendorEvent } from '../shapes/vendor-event';

const STATES = statusWords({ firing: 'open', resolved: 'closed', acknowledged: 'acknowledged' });
const AT = 'incident';
const MARKS = ['policy_name', 'condition_name', 'scoping_project_id', 'started_at', 'state', 'resource_name'];
const LABELS = ['policy_user_labels', 'metadata.user_labels', 'resource.labels', 'metric.labels'];
const MAX_LINKS = 20;

export function looksLikeGcp(event: unknown): boolean {
  const notification = pushed(event) ?? event;
  const incident = isFields(notification) ? own(notification, AT) : undefined;
  if (!isFields(incident) || own(incident, 'incident_id') === undefined) return false;
  return MARKS.some((name) => own(incident, name) !== undefined);
}

/** Pub/Sub's id of the message, the same in each of its retries. */
export function gcpMessageId(event: unknown): string | undefined {
  const message = isFields(event) ? own(event, 'message') : undefined;
  return isFields(message) ? plainText(own(message, 'messageId') ?? own(message, 'message_id')) : undefined;
}

/** What a push subscription of Pub/Sub delivers, decoded; undefined if it is no such delivery, or holds no JSON. */
function pushed(event: unknown): Fields | undefined {
  const message = isFields(event) ? own(event, 'message') : undefined;
  const data = isFields(message) ? own(message, 'data') : undefined;
  const notification = typeof data === 'string' ? unquotedBase64(data) : undefined;
  return isFields(notification) ? notification : undefined;
}

/**
 * Reads an incident of Google Cloud Monitoring, from its webhook or from Pub/Sub, which wraps the same notification.
 * https://cloud.google.com/monitoring/support/notification-options#webhooks
 * https://cloud.google.com/pubsub/docs/push#receive_push
 */
export function parseGcp(sent: unknown, receivedAt: string, fallbackTitle = ''): readonly NormalizedEvent[] {
  const event = pushed(sent) ?? sent;
  if (!isFields(event)) throw unfit('body', event, 'is not a notification', 'a JSON object');
  const payload = new Payload(event, receivedAt);
  if (!isFields(payload.value(AT))) throw unfit(AT, payload.value(AT), 'does not say what happened', 'an object');
  const at = (name: string) => `${AT}.${name}`;
  const labels = payload.labels({
    project: at('scoping_project_id'),
    resource: at('resource_display_name'),
    resource_type: at('resource.type'),
    metric: at('metric.type'),
  });
  for (const path of LABELS) alertLabels(payload.value(at(path)), at(path), payload.problems, { into: labels });
  const documented = payload.list(at('documentation.links')).slice(0, MAX_LINKS).filter(isFields);
  return [
    vendorEvent(
      {
        source: 'gcp',
        identity: payload.id(at('incident_id')),
        ...statusOf(payload),
        severity: payload.severityAmong(
          [at('severity'), at('policy_user_labels.severity'), at('metadata.user_labels.severity')].map((field) => ({
            field,
            value: severityIn(payload.value(field)),
          })),
        ),
        title: titleIn(payload) || fallbackTitle,
        name: payload.text(at('policy_name')),
        description: [payload.text(at('summary')), documentationIn(payload)].filter((text) => text !== '').join('\n\n'),
        start: payload.start([at('started_at')], [at('ended_at')]),
        links: [payload.value(at('url')), ...documented.map((link) => own(link, 'url')), payload.value(at('apigee_url'))],
        labels,
      },
      payload,
      at('policy_name'),
    ),
  ];
}

/** The policy and its condition; the policy may be named by its path, which says nothing to people. */
function titleIn(payload: Payload): string {
  const [policy, condition] = [
    payload.text('incident.policy_name'),
    payload.text('incident.condition_name', 'incident.condition.displayName'),
  ];
  const isPath = /^projects\/[^/]+\/alertPolicies\//.test(policy);
  const names = [isPath ? '' : policy, condition].filter((name) => name !== '');
  if (isPath || names.length === 0) names.push(payload.text('incident.summary', 'incident.documentation.subject'));
  return [...new Set(names)].filter((name) => name !== '').join(': ') || policy;
}

function statusOf(payload: Payload): { status: EventStatus; statusNote: StatusNote | null } {
  // The console's test of a channel has no other mark.
  if (payload.text('version') === 'test') return notAnAlert('Google Cloud tests the notification channel');
  return { status: payload.status(STATES, 'firing', 'incident.state'), statusNote: null };
}

/** A policy without a severity says "No Severity". */
function severityIn(value: unknown): unknown {
  return typeof value === 'string' && foldedWord(value) === 'noseverity' ? null : value;
}

function documentationIn(payload: Payload): string {
  const whole = payload.value('incident.documentation');
  return typeof whole === 'string' ? whole : payload.text('incident.documentation.content');
}
