import type { NormalizedEvent } from '../../model/incident';
import { InvalidInputError } from '../../text/errors';
import { type Fields, isFields, own, plainText, shown } from '../../text/read-fields';
import { alertLabels } from '../labels';
import { Payload, statusWords } from '../shapes/payload';
import { notAnAlert, vendorEvent } from '../shapes/vendor-event';

const SOURCE = 'pagerduty-events';
const ACTIONS = statusWords({ firing: 'trigger', resolved: 'resolve', acknowledged: 'acknowledge' });
/** Version 1 names the action and the key differently. */
const ACTION = ['event_action', 'event_type'];
const KEY = ['dedup_key', 'incident_key'];
const DETAILS = ['payload.custom_details', 'details'];
/** Texts among the details that describe the alert; the other details are its labels. */
const TEXTS = ['description', 'message', 'body', 'details', 'firing'];
const MAX_LINKS = 20;

export function looksLikePagerDutyEvent(event: unknown): boolean {
  if (!isFields(event)) return false;
  const action = own(event, 'event_action');
  if (action !== undefined)
    return isFields(own(event, 'payload')) || [...KEY, 'routing_key'].some((name) => own(event, name) !== undefined);
  const isFirst = own(event, 'service_key') !== undefined && own(event, 'event_type') !== undefined;
  return isFirst || isChange(event);
}

/**
 * Reads what a tool sends to PagerDuty's Events API, version 2 or 1. The routing key is a secret, and is never kept.
 * https://developer.pagerduty.com/docs/events-api-v2/trigger-events/
 */
export function parsePagerDutyEvent(event: unknown, receivedAt: string, fallbackTitle = ''): readonly NormalizedEvent[] {
  if (!isFields(event)) throw new InvalidInputError('body', `${shown(event)} is not an event`, 'a JSON object');
  const payload = new Payload(event, receivedAt);
  const key = payload.id(...KEY);
  const status = payload.status(ACTIONS, 'firing', ...ACTION);
  return [
    vendorEvent(
      {
        source: SOURCE,
        identity: key,
        ...(isChange(event) ? notAnAlert('the event reports a change, not an alert') : { status }),
        severity: payload.severity('payload.severity', 'severity', ...DETAILS.map((path) => `${path}.severity`)),
        // Only a trigger must say what happened; the other actions may name nothing but the key.
        title:
          payload.text('payload.summary', 'description', 'summary') || fallbackTitle || (status === 'firing' ? '' : `Alert ${key}`.trim()),
        description: describedIn(payload),
        start: payload.start(['payload.timestamp']),
        links: linksIn(payload),
        labels: labelsIn(payload),
      },
      payload,
      'payload.summary',
    ),
  ];
}

/** A change event has no action; it goes to another address of the same API. */
function isChange(event: Fields): boolean {
  const inner = own(event, 'payload');
  const isBare = ACTION.every((name) => own(event, name) === undefined);
  return isBare && own(event, 'routing_key') !== undefined && isFields(inner) && own(inner, 'summary') !== undefined;
}

function describedIn(payload: Payload): string {
  const whole = DETAILS.map((path) => payload.value(path)).find((value) => typeof value === 'string');
  if (typeof whole === 'string') return whole;
  const texts = DETAILS.flatMap((path) => TEXTS.map((name) => payload.value(`${path}.${name}`)));
  return texts.map((text) => plainText(text) ?? '').find((text) => text.trim() !== '') ?? '';
}

function labelsIn(payload: Payload): Record<string, string> {
  const labels = payload.labels({
    source: 'payload.source',
    component: 'payload.component',
    group: 'payload.group',
    class: 'payload.class',
    client: 'client',
  });
  for (const path of DETAILS) {
    const details = payload.fields(path);
    const rest = Object.keys(details).filter((name) => !TEXTS.includes(name));
    alertLabels(Object.fromEntries(rest.map((name) => [name, details[name]])), path, payload.problems, { into: labels });
  }
  return labels;
}

function linksIn(payload: Payload): readonly unknown[] {
  const named = ['links', 'images', 'contexts'].flatMap((path) => payload.list(path).slice(0, MAX_LINKS)).filter(isFields);
  return [...named.flatMap((link) => [own(link, 'href'), own(link, 'src')]), payload.value('client_url')];
}
