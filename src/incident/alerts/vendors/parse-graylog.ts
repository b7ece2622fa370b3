import type { EventStatus, NormalizedEvent, StatusNote } from '../../model/incident';
import type { Severity } from '../../model/severity';
import { InvalidInputError } from '../../text/errors';
import { isFields, own, plainText, shown } from '../../text/read-fields';
import { alertLabels } from '../labels';
import { NO_SEVERITY, type ReadSeverity } from '../severity-words';
import { canonicalLabels } from '../shapes/alert-group';
import { Payload } from '../shapes/payload';
import { notAnAlert, vendorEvent } from '../shapes/vendor-event';

const SOURCE = 'graylog';
/** Graylog numbers priorities upwards. */
const BY_NUMBER: ReadonlyMap<string, Severity> = new Map([
  ['0', 'low'],
  ['1', 'low'],
  ['2', 'medium'],
  ['3', 'high'],
  ['4', 'critical'],
]);

export function looksLikeGraylog(event: unknown): boolean {
  if (!isFields(event)) return false;
  const has = (name: string) => own(event, name) !== undefined;
  return (has('event_definition_id') && (has('event') || has('event_definition_title'))) || isLegacy(event);
}

/** The id of the event, the same in each retry. */
export function graylogMessageId(event: unknown): string | undefined {
  const inner = isFields(event) ? own(event, 'event') : undefined;
  const id = isFields(inner) ? own(inner, 'id') : undefined;
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/**
 * Reads a notification of an event, or of the alarm callbacks before Graylog 3.1. Graylog sends no recoveries.
 * https://go2docs.graylog.org/current/interacting_with_your_log_data/notifications.html
 */
export function parseGraylog(event: unknown, receivedAt: string, fallbackTitle = ''): readonly NormalizedEvent[] {
  if (!isFields(event)) throw new InvalidInputError('body', `${shown(event)} is not a notification`, 'a JSON object');
  const payload = new Payload(event, receivedAt);
  if (isLegacy(event)) return [parseLegacy(payload, fallbackTitle)];
  const title = payload.text('event_definition_title', 'event.message', 'event_definition_description') || fallbackTitle;
  const groups = alertLabels(payload.value('event.group_by_fields'), 'event.group_by_fields', payload.problems);
  const fields = alertLabels(payload.value('event.fields'), 'event.fields', payload.problems, { into: { ...groups } });
  const key = payload.id('event.key') || (Object.keys(groups).length === 0 ? '' : canonicalLabels(groups));
  const definition = payload.id('event_definition_id', 'event.event_definition_id', 'event_definition_title');
  const reading = {
    source: SOURCE,
    // An event's key tells apart what one definition watches.
    identity: definition === '' ? '' : key === '' ? definition : `${definition}:${key}`,
    ...stateIn(payload),
    severity: severityIn(payload, fields),
    title,
    description: ['event.message', 'event_definition_description']
      .map((path) => payload.text(path))
      .filter((text) => text !== '' && text !== title)
      .join('\n'),
    start: payload.start(['event.timestamp', 'event.timestamp_processing'], ['timestamp']),
    links: ['event_definition_url', 'event.replay_url', 'http_external_uri', 'url'].map((path) => payload.value(path)),
    labels: payload.labels({ key: 'event.key' }, fields),
  };
  return [vendorEvent(reading, payload, 'event_definition_title')];
}

function stateIn(payload: Payload): { status: EventStatus; statusNote?: StatusNote } {
  const types = [payload.text('event_definition_type'), payload.text('event.event_definition_type')];
  if (types.includes('test-dummy-v1') || types.includes('notification-test-v1')) return notAnAlert('Graylog tests its notification');
  return payload.value('event.alert') === false ? notAnAlert('Graylog marks the event as no alert') : { status: 'firing' };
}

function severityIn(payload: Payload, fields: Readonly<Record<string, string>>): ReadSeverity {
  const raw = plainText(payload.value('event.priority')) ?? '';
  const severity = BY_NUMBER.get(raw.trim());
  if (severity !== undefined) return { severity, defaulted: false, raw, isOdd: false };
  // Another number is not a P-number: those run the other way.
  const isNumber = /^\s*\d+\s*$/.test(raw);
  if (isNumber) payload.problems.note('event.priority', raw, `${NO_SEVERITY.severity}, the default`);
  const read = payload.severityAmong([
    { field: 'event.priority', value: isNumber ? null : payload.value('event.priority') },
    { field: 'event.fields.severity', value: fields.severity ?? null },
  ]);
  return isNumber && read.defaulted ? { ...read, raw } : read;
}

function isLegacy(event: object): boolean {
  return isFields(event) && isFields(own(event, 'check_result')) && isFields(own(event, 'stream'));
}

function parseLegacy(payload: Payload, fallbackTitle: string): NormalizedEvent {
  const condition = payload.text('check_result.triggered_condition.title', 'check_result.triggered_condition.type');
  const stream = payload.text('stream.title');
  const title =
    condition !== '' && stream !== ''
      ? `${stream}: ${condition}`
      : stream || condition || payload.text('check_result.result_description') || fallbackTitle;
  const ids = [payload.id('stream.id'), payload.id('check_result.triggered_condition.id')].filter((id) => id !== '');
  const reading = {
    source: SOURCE,
    identity: ids.join(':'),
    status: payload.value('check_result.triggered') === false ? ('resolved' as const) : ('firing' as const),
    severity: payload.severity('check_result.priority', 'stream.priority'),
    title,
    description: payload.text('check_result.result_description'),
    start: payload.start(['check_result.triggered_at']),
    labels: payload.labels({ stream: 'stream.title' }),
  };
  return vendorEvent(reading, payload, 'stream.title');
}
