import type { EventStatus, NormalizedEvent, StatusNote } from '../../model/incident';
import type { Severity } from '../../model/severity';
import { InvalidInputError } from '../../text/errors';
import { type Fields, isFields, own, plainText, shown } from '../../text/read-fields';
import { readTags } from '../labels';
import { unquoted } from '../quoted-json';
import type { ReadSeverity } from '../severity-words';
import { foldedPayload, overlaid } from '../shapes/folded-payload';
import { type Payload, statusWords } from '../shapes/payload';
import { notAnAlert, vendorEvent } from '../shapes/vendor-event';

/** Parameters that only Zabbix's macros fill. */
const MARKS =
  'eventname eventvalue eventstatus eventseverity eventnseverity eventsource eventopdata eventtags eventtagsjson eventupdatestatus eventupdateaction eventackstatus eventrecoveryid triggerid triggername triggerstatus triggerseverity triggernseverity itemvalue hostname'.split(
    ' ',
  );
const STATUS = ['eventstatus', 'triggerstatus', 'status', 'problemstatus'];
const SEVERITY = ['eventseverity', 'triggerseverity', 'severity', 'eventnseverity', 'triggernseverity', 'nseverity'];
const WORDS = statusWords({ firing: 'problem', resolved: 'ok resolved' });
/** Zabbix numbers severities upwards: 0 is "not classified", its lowest. */
const BY_NUMBER: readonly Severity[] = ['low', 'low', 'medium', 'medium', 'high', 'critical'];

/** True for a webhook whose parameters are Zabbix's macros, whatever their spelling: `event_id`, `EVENT.ID`, `EventID`. */
export function looksLikeZabbix(event: unknown): boolean {
  if (!isFields(event)) return false;
  const { root } = foldedPayload(event, '');
  return own(root, 'eventid') !== undefined && MARKS.filter((name) => own(root, name) !== undefined).length >= 2;
}

/**
 * Reads the parameters of a webhook media type. Their names are free, so they are known by the macros that usually fill them.
 * https://www.zabbix.com/documentation/current/en/manual/config/notifications/media/webhook
 * https://www.zabbix.com/documentation/current/en/manual/appendix/macros/supported_by_location
 */
export function parseZabbix(event: unknown, receivedAt: string, fallbackTitle = ''): readonly NormalizedEvent[] {
  if (!isFields(event)) throw new InvalidInputError('body', `${shown(event)} is not a notification`, 'a JSON object');
  const payload = foldedPayload(event, receivedAt);
  const host = payload.text('hostname', 'host', 'hosthost', 'hostvisiblename');
  const title = payload.text('eventname', 'triggername', 'alertsubject', 'subject', 'name', 'problem', 'title');
  const reading = {
    source: 'zabbix',
    identity: identityIn(payload, host),
    ...statusIn(payload),
    severity: severityIn(payload),
    title: title || fallbackTitle,
    description: [
      operationalData(payload),
      payload.text('alertmessage', 'message', 'description'),
      payload.text('ackmessage', 'eventupdatemessage'),
    ]
      .filter((text) => text !== '')
      .join('\n'),
    start: dated(payload).start(['eventtimestamp', 'eventdate', 'startedat'], ['timestamp', 'clock']),
    links: [...['eventurl', 'triggerurl', 'url', 'alerturl'].map((name) => payload.value(name)), eventPage(payload)],
    labels: payload.labels(
      { host: 'hostname', ip: 'hostip', item: 'itemname', groups: 'hostgroups' },
      { ...tagsIn(payload), ...hostLabel(host) },
    ),
  };
  return [vendorEvent(reading, payload, 'event_name')];
}

/** A recovery repeats the event's id but not always the trigger's. */
function identityIn(payload: Payload, host: string): string {
  const event = payload.id('eventid', 'problemid');
  if (event !== '') return `event:${event}`;
  const trigger = payload.id('triggerid', 'eventname', 'triggername');
  return trigger === '' ? '' : `trigger:${trigger}@${host}`;
}

/** `event_value` is 1 for a problem and 0 for its recovery. Updates repeat the value of the problem. */
function statusIn(payload: Payload): { status: EventStatus; statusNote?: StatusNote } {
  const source = payload.text('eventsource');
  if (source === '1') return notAnAlert('Zabbix reports a discovery');
  if (source === '2') return notAnAlert('Zabbix reports the registration of an agent');
  const value = payload.text('eventvalue', 'triggervalue');
  if (value === '0') return { status: 'resolved' };
  const told = payload.status(WORDS, 'firing', ...STATUS);
  if (value !== '1' && told === 'resolved') return { status: 'resolved' };
  return updateIn(payload) ?? { status: value === '1' ? 'firing' : told };
}

/** What a person did to the problem; null if the message is not about that. A comment must not open an incident again. */
function updateIn(payload: Payload): { status: EventStatus; statusNote?: StatusNote } | null {
  const words = payload
    .text('eventupdateaction', 'action', 'updateaction')
    .slice(0, 500)
    .toLowerCase()
    .split(/[^a-z]+/);
  if (words.some((word) => /^(?:acknowledge(?:d|ment)?|ack(?:ed)?)$/.test(word))) return { status: 'acknowledged' };
  if (words.includes('suppressed'))
    return { status: 'ignored', statusNote: { kind: 'silenced', text: 'the problem was suppressed in Zabbix' } };
  if (payload.text('eventupdatestatus') !== '1' || words.includes('severity')) return null;
  const isAcknowledged = words.join('') === '' && payload.text('eventackstatus', 'eventack').toLowerCase() === 'yes';
  return isAcknowledged ? { status: 'acknowledged' } : notAnAlert('someone updated the problem in Zabbix, which is not a new alert');
}

function severityIn(payload: Payload): ReadSeverity {
  const isUpdate = payload.text('eventupdatestatus') === '1';
  const names = isUpdate ? ['eventupdatenseverity', 'eventupdateseverity', ...SEVERITY] : SEVERITY;
  for (const name of names) {
    const raw = plainText(payload.value(name))?.trim() ?? '';
    const severity = /^[0-5]$/.test(raw) ? BY_NUMBER[Number(raw)] : raw.toLowerCase() === 'not classified' ? 'low' : undefined;
    if (severity !== undefined) return { severity, defaulted: false, raw, isOdd: false };
    const read = payload.severity(name);
    if (!read.defaulted) return read;
  }
  return payload.severity(...names);
}

/** Zabbix writes a date as `2026.11.27`, and the time apart from it. */
function dated(payload: Payload): Payload {
  const [date, time] = [payload.text('eventdate'), payload.text('eventtime')];
  if (date === '') return payload;
  const whole = `${date.replace(/^(\d{4})\.(\d{2})\.(\d{2})$/, '$1-$2-$3')} ${time || '00:00:00'}`;
  return overlaid(payload, { eventdate: whole });
}

function operationalData(payload: Payload): string {
  const [data, item, value] = [payload.text('eventopdata'), payload.text('itemname'), payload.text('itemvalue')];
  return data || (item === '' || value === '' ? '' : `${item}: ${value}`);
}

function eventPage(payload: Payload): string {
  const [base, trigger, event] = [payload.text('zabbixurl'), payload.id('triggerid'), payload.id('eventid')];
  if (base === '' || !/^\d+$/.test(trigger) || !/^\d+$/.test(event)) return '';
  return `${base.replace(/\/$/, '')}/tr_events.php?triggerid=${trigger}&eventid=${event}`;
}

/** `scope:performance, service:db`, or a list of `{"tag": "scope", "value": "performance"}`. */
function tagsIn(payload: Payload): Record<string, string> {
  const given = unquoted(payload.value('eventtagsjson') ?? payload.value('eventtags') ?? payload.value('tags') ?? '');
  const isPairs = Array.isArray(given) && given.some(isFields);
  return readTags(isPairs ? given.filter(isFields).map(pairOf) : given, payload.problems);
}

function pairOf(tag: Fields): string {
  const [name, value] = [plainText(own(tag, 'tag')) ?? '', plainText(own(tag, 'value')) ?? ''];
  return value === '' ? name : `${name}:${value}`;
}

function hostLabel(host: string): Record<string, string> {
  return host === '' ? {} : { host };
}
