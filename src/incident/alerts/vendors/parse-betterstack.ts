import type { EventStatus, NormalizedEvent, StatusNote } from '../../model/incident';
import { InvalidInputError } from '../../text/errors';
import { isFields, own, shown } from '../../text/read-fields';
import { alertLabels } from '../labels';
import { ofMonitor } from '../shapes/monitor-severity';
import { Payload, statusWords } from '../shapes/payload';
import { notAnAlert, vendorEvent } from '../shapes/vendor-event';

const WORDS = statusWords({
  firing: 'started incidentstarted reopened incidentreopened validating',
  acknowledged: 'acknowledged incidentacknowledged',
  resolved: 'resolved incidentresolved',
  ignored: 'unconfirmed',
});
/** Attributes that only Better Stack's resources have; other tools speak JSON:API too. */
const MARKS = [
  'cause',
  'http_method',
  'pronounceable_name',
  'monitor_type',
  'check_frequency',
  'acknowledged_at',
  'response_content',
  'default_calendar',
];

export function looksLikeBetterStack(event: unknown): boolean {
  const data = isFields(event) ? own(event, 'data') : undefined;
  if (!isFields(data) || typeof own(data, 'type') !== 'string') return false;
  const attributes = own(data, 'attributes');
  return isFields(attributes) && MARKS.some((name) => own(attributes, name) !== undefined);
}

/**
 * Reads an incident that was started, acknowledged or resolved. Webhooks about monitors and people on call are not alerts.
 * https://betterstack.com/docs/uptime/webhooks/
 * https://betterstack.com/docs/uptime/api/incidents-api-response-params/
 */
export function parseBetterStack(event: unknown, receivedAt: string, fallbackTitle = ''): readonly NormalizedEvent[] {
  if (!isFields(event)) throw new InvalidInputError('body', `${shown(event)} is not a notification`, 'a JSON object');
  const payload = new Payload(event, receivedAt);
  const name = payload.text('data.attributes.name', 'data.attributes.pronounceable_name', 'data.attributes.url') || fallbackTitle;
  const cause = payload.text('data.attributes.cause');
  const metadata = alertLabels(payload.value('data.attributes.metadata'), 'data.attributes.metadata', payload.problems);
  const reading = {
    source: 'betterstack',
    identity: payload.id('data.id'),
    ...stateIn(payload),
    severity: ofMonitor(
      payload.severity(
        'data.attributes.severity',
        'data.attributes.priority',
        'data.attributes.urgency',
        'data.attributes.metadata.severity',
      ),
    ),
    title: cause === '' || name === '' ? name || cause : `${name}: ${cause}`,
    name,
    description: payload.text('data.attributes.response_content', 'data.attributes.comment'),
    start: payload.start(['data.attributes.started_at', 'data.attributes.created_at']),
    links: ['incident_url', 'origin_url', 'url', 'screenshot_url', 'response_url'].map((field) =>
      payload.value(`data.attributes.${field}`),
    ),
    labels: payload.labels(
      {
        url: 'data.attributes.url',
        team: 'data.attributes.team_name',
        monitor: 'data.relationships.monitor.data.id',
        regions: 'data.attributes.regions',
      },
      metadata,
    ),
  };
  return [vendorEvent(reading, payload, 'data.attributes.name')];
}

function stateIn(payload: Payload): { status: EventStatus; statusNote?: StatusNote } {
  const kind = payload.text('data.type');
  if (kind !== 'incident') return notAnAlert(`the message is not about an incident, but about ${kind.replaceAll('_', ' ').slice(0, 60)}`);
  const has = (name: string) => payload.text(`data.attributes.${name}`) !== '';
  const byTime = has('resolved_at') ? 'resolved' : has('acknowledged_at') ? 'acknowledged' : 'firing';
  const status = payload.status(WORDS, byTime, 'event', 'data.attributes.status');
  return status === 'ignored' ? notAnAlert('the incident is not confirmed yet') : { status };
}
