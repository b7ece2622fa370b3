import type { EventStatus, NormalizedEvent, StatusNote } from '../../model/incident';
import { isFields, own } from '../../text/read-fields';
import { unfit } from '../../text/unfit';
import { eventsOfEach } from '../shapes/event-list';
import { Payload, statusWords } from '../shapes/payload';
import { notAnAlert, vendorEvent } from '../shapes/vendor-event';

const SOURCE = 'pagerduty';
/** Types of events that change the state of an incident; all others leave it as its own status says. */
const CHANGES = statusWords({
  firing: 'triggered trigger reopened unacknowledged unacknowledge',
  resolved: 'resolved resolve',
  acknowledged: 'acknowledged acknowledge',
});
const STATES = statusWords({ firing: 'triggered', resolved: 'resolved', acknowledged: 'acknowledged' });
const KIND = 'incident.';

export function looksLikePagerDuty(event: unknown): boolean {
  if (!isFields(event)) return false;
  const [inner, messages] = [own(event, 'event'), own(event, 'messages')];
  if (Array.isArray(messages)) return messages.some(isMessage);
  return (
    isFields(inner) &&
    own(inner, 'event_type') !== undefined &&
    (own(inner, 'data') !== undefined || own(inner, 'resource_type') !== undefined)
  );
}

/** The id of the event, the same in each retry. */
export function pagerDutyMessageId(event: unknown): string | undefined {
  const inner = isFields(event) ? own(event, 'event') : undefined;
  const id = isFields(inner) ? own(inner, 'id') : undefined;
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/**
 * Reads a webhook of version 3, and the messages of version 2.
 * https://developer.pagerduty.com/docs/webhooks-overview
 * https://developer.pagerduty.com/docs/webhooks-v2-overview
 */
export function parsePagerDuty(event: unknown, receivedAt: string, fallbackTitle = ''): readonly NormalizedEvent[] {
  if (!isFields(event)) throw unfit('body', event, 'is not a webhook', 'a JSON object');
  const messages = own(event, 'messages');
  if (Array.isArray(messages)) {
    return eventsOfEach(messages, 'messages', (message, field) => [readMessage(message, field, receivedAt, fallbackTitle)]);
  }
  const payload = new Payload(event, receivedAt);
  if (!isFields(payload.value('event'))) throw unfit('event', payload.value('event'), 'is not an event', 'an object');
  if (!isFields(payload.value('event.data')))
    throw unfit('event.data', payload.value('event.data'), 'does not say what happened', 'an object');
  return [readEvent(payload, fallbackTitle)];
}

/** Where an incident and the type of its event are. */
interface Paths {
  readonly type: string;
  readonly incident: string;
  readonly occurred: string;
}
const V3: Paths = { type: 'event.event_type', incident: 'event.data', occurred: 'event.occurred_at' };

function readEvent(payload: Payload, fallbackTitle: string): NormalizedEvent {
  const type = payload.text(V3.type);
  const kind = payload.text('event.data.type');
  if (type.startsWith(KIND) && (kind === '' || kind === 'incident')) return incidentOf(payload, V3, fallbackTitle);
  if (type === '' && kind === 'incident') return incidentOf(payload, V3, fallbackTitle);
  // A note, a responder or a status update belongs to an incident, and says nothing about its state.
  const subject = payload.text('event.data.incident.summary', 'event.data.summary', 'event.data.message', 'event.data.content');
  return vendorEvent(
    {
      source: SOURCE,
      identity: payload.id('event.data.incident.id'),
      ...notAnAlert(`PagerDuty reports ${type || kind || 'something'}, which does not change the state of an incident`),
      severity: payload.severity(),
      title: subject || type || kind || fallbackTitle,
      start: payload.start([], [V3.occurred]),
      links: [payload.value('event.data.incident.html_url'), payload.value('event.data.html_url')],
    },
    payload,
    'event.event_type',
  );
}

function readMessage(message: unknown, field: string, receivedAt: string, fallbackTitle: string): NormalizedEvent {
  if (!isMessage(message)) throw unfit(field, message, 'holds no incident', 'a message with an incident');
  const payload = new Payload(message, receivedAt);
  const incident = isFields(payload.value('incident')) ? 'incident' : 'data.incident';
  const type = payload.value('event') === undefined ? 'type' : 'event';
  return incidentOf(payload, { type, incident, occurred: 'created_on' }, fallbackTitle);
}

function isMessage(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isFields(value)) return false;
  return isFields(own(value, 'incident')) || isFields(new Payload(value, '').value('data.incident'));
}

function incidentOf(payload: Payload, paths: Paths, fallbackTitle: string): NormalizedEvent {
  const at = (name: string) => `${paths.incident}.${name}`;
  const number = payload.id(at('number'), at('incident_number'));
  const type = payload.text(paths.type).replace(KIND, '');
  // The time of an event is that of the trouble only if the event is the trouble.
  const isBeginning = type === 'triggered' || type === 'trigger';
  return vendorEvent(
    {
      source: SOURCE,
      identity: payload.id(at('id')),
      ...statusOf(payload, type, paths),
      severity: payload.severityAmong(
        ['priority.summary', 'priority.name', 'priority', 'severity', 'urgency'].map((name) => ({
          field: at(name),
          value: plain(payload, at(name)),
        })),
      ),
      title:
        payload.text(at('title'), at('summary'), at('description'), at('trigger_summary_data.subject')) ||
        fallbackTitle ||
        `PagerDuty incident ${number}`.trim(),
      description: payload.text(at('body.details'), at('description')),
      start: payload.start([at('created_at'), at('created_on'), ...(isBeginning ? [paths.occurred] : [])], [paths.occurred]),
      links: [payload.value(at('html_url'))],
      labels: payload.labels({
        service: firstGiven(payload, at('service.summary'), at('service.name')),
        team: at('teams.0.summary'),
        urgency: at('urgency'),
        incident_number: firstGiven(payload, at('number'), at('incident_number')),
        // By it `isOwnPage` recognises an incident that our own page opened.
        incident_key: at('incident_key'),
      }),
    },
    payload,
    at('title'),
  );
}

function firstGiven(payload: Payload, path: string, other: string): string {
  return payload.value(path) === undefined ? other : path;
}

/** A priority is an object or null; one of its own fields is named above. */
function plain(payload: Payload, path: string): unknown {
  const value = payload.value(path);
  return isFields(value) ? undefined : value;
}

function statusOf(payload: Payload, type: string, paths: Paths): { status: EventStatus; statusNote: StatusNote | null } {
  const changed = CHANGES.get(type.replace(/_/g, ''));
  if (type === 'annotated' || type === 'annotate') return notAnAlert('a note was added to the incident');
  return { status: changed ?? payload.status(STATES, 'firing', `${paths.incident}.status`), statusNote: null };
}
