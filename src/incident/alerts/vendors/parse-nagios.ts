import type { EventStatus, NormalizedEvent, StatusNote } from '../../model/incident';
import type { Severity } from '../../model/severity';
import { InvalidInputError } from '../../text/errors';
import { type Fields, isFields, own, shown } from '../../text/read-fields';
import type { ReadSeverity } from '../severity-words';
import { foldedPayload } from '../shapes/folded-payload';
import { foldedWord, type Payload } from '../shapes/payload';
import { notAnAlert, vendorEvent } from '../shapes/vendor-event';

type Family = 'nagios' | 'icinga' | 'checkmk';

const PREFIX = /^(?:NAGIOS_+|NOTIFY_|ICINGA_|vars?\.)/;
/** Why a notification is sent. Words without a status need the state to decide. */
const TYPES = new Set(
  'problem recovery acknowledgement acknowledgementset acknowledgementcleared flappingstart flappingstop flappingend flappingdisabled flapping downtimestart downtimestarted downtimetriggered downtimeadded downtimestop downtimeend downtimecancelled downtimeremoved commentadded commentremoved custom alerthandler'.split(
    ' ',
  ),
);
/** The events of Icinga's API. */
const API_TYPES = [
  ...['CheckResult', 'StateChange', 'Notification', 'AcknowledgementSet', 'AcknowledgementCleared', 'CommentAdded', 'CommentRemoved'],
  ...['DowntimeAdded', 'DowntimeRemoved', 'DowntimeStarted', 'DowntimeTriggered', 'Flapping'],
];
const TYPE = ['notificationtype', 'type', 'eventtype'];
const SERVICE = ['servicedesc', 'servicedescription', 'servicename', 'service', 'servicedisplayname'];
const HOST = ['hostname', 'host', 'hostdisplayname', 'hostalias'];
const STATES: ReadonlyMap<string, Severity | 'well'> = new Map([
  ...(['ok', 'up'] as const).map((word) => [word, 'well'] as const),
  ...(['critical', 'crit', 'down'] as const).map((word) => [word, 'critical'] as const),
  ['unreachable', 'high'],
  ['unreach', 'high'],
  ['warning', 'medium'],
  ['warn', 'medium'],
  ['unknown', 'medium'],
  ['unkn', 'medium'],
]);
const SERVICE_CODES = ['ok', 'warning', 'critical', 'unknown'];
const HOST_CODES = ['up', 'down', 'unreachable'];

/** True for what a notification script sends: the macros of Nagios, under their own names or those of the script. */
export function looksLikeNagios(event: unknown): boolean {
  if (!isFields(event)) return false;
  const payload = folded(event, '');
  const has = (...names: readonly string[]) => names.some((name) => payload.value(name) !== undefined);
  if (!has(...HOST)) return false;
  if (has('hoststate', 'servicestate')) return true;
  const isNotification = TYPES.has(foldedWord(payload.text('notificationtype'))) && has('state', 'status', 'output', ...SERVICE);
  // Other senders have a `type`, too, but not with these states.
  const isShort = TYPES.has(foldedWord(payload.text('type'))) && (has('output') || stateIn(payload, has(...SERVICE)) !== '');
  return isNotification || isShort;
}

/** True for the variables of Icinga 2's notification scripts, or the events of its API. */
export function looksLikeIcinga(event: unknown): boolean {
  if (!isFields(event)) return false;
  const names = Object.keys(event);
  if (names.some((name) => name.startsWith('ICINGA_') || /^icinga/i.test(name))) return true;
  const type = own(event, 'type');
  const isOfApi = typeof type === 'string' && API_TYPES.includes(type);
  if (isOfApi && own(event, 'host') !== undefined && own(event, 'timestamp') !== undefined) return true;
  if (isFields(own(event, 'host')) && isFields(own(event, 'notification'))) return true;
  const { root } = folded(event, '');
  const has = (name: string) => own(root, name) !== undefined;
  return (
    has('notificationtype') &&
    has('hostname') &&
    !has('servicedesc') &&
    (has('servicename') || has('hostdisplayname') || has('notificationauthorname'))
  );
}

/** True for the variables of Checkmk's notification scripts: with their prefix, or with `what`, which no one else has. */
export function looksLikeCheckmk(event: unknown): boolean {
  if (!isFields(event)) return false;
  if (own(event, 'NOTIFY_WHAT') !== undefined || own(event, 'NOTIFY_HOSTNAME') !== undefined) return true;
  const payload = folded(event, '');
  const what = payload.text('what').toUpperCase();
  return (what === 'HOST' || what === 'SERVICE') && payload.value('notificationtype') !== undefined;
}

/** https://assets.nagios.com/downloads/nagioscore/docs/nagioscore/4/en/macrolist.html */
export function parseNagios(event: unknown, receivedAt: string, fallbackTitle?: string): readonly NormalizedEvent[] {
  return [read('nagios', event, receivedAt, fallbackTitle)];
}

/**
 * https://icinga.com/docs/icinga-2/latest/doc/03-monitoring-basics/#notification-commands
 * https://icinga.com/docs/icinga-2/latest/doc/12-icinga2-api/#event-stream-types
 */
export function parseIcinga(event: unknown, receivedAt: string, fallbackTitle?: string): readonly NormalizedEvent[] {
  return [read('icinga', event, receivedAt, fallbackTitle)];
}

/** https://docs.checkmk.com/latest/en/notifications.html#environment_variables */
export function parseCheckmk(event: unknown, receivedAt: string, fallbackTitle?: string): readonly NormalizedEvent[] {
  return [read('checkmk', event, receivedAt, fallbackTitle)];
}

function folded(event: Fields, receivedAt: string): Payload {
  return foldedPayload(event, receivedAt, { prefix: PREFIX, levels: 1 });
}

/** None of the three has a webhook of its own, so that names differ from script to script; the values are the same. */
function read(source: Family, event: unknown, receivedAt: string, fallbackTitle = ''): NormalizedEvent {
  if (!isFields(event)) throw new InvalidInputError('body', `${shown(event)} is not a notification`, 'a JSON object');
  const payload = folded(event, receivedAt);
  const host = payload.text(...HOST);
  // A host's notification has no service, or a macro that was not filled in.
  const service = payload.text('what').toUpperCase() === 'HOST' ? '' : payload.text(...SERVICE);
  const state = stateIn(payload, service !== '');
  const kind = statusIn(payload, state);
  const subject = service === '' ? host : host === '' ? service : `${service} on ${host}`;
  const told = kind.status === 'firing' && state !== '' ? `${subject} is ${state.toUpperCase()}` : subject;
  const texts = [
    ['serviceoutput', 'output', 'checkresultoutput', 'hostoutput', 'pluginoutput', 'info'],
    ['longserviceoutput', 'longhostoutput', 'longoutput'],
    ['notificationcomment', 'comment', 'text'],
  ];
  const reading = {
    source,
    // An exclamation mark is allowed in neither name.
    identity: subject === '' ? '' : service === '' ? host : `${host}!${service}`,
    ...kind,
    severity: severityIn(payload, state),
    title: subject === '' ? payload.text('summary', 'subject', 'title', 'message') || fallbackTitle : told,
    name: subject,
    description: texts
      .map((names) => payload.text(...names))
      .filter((text) => text !== '')
      .join('\n'),
    start: payload.start(['lastservicestatechange', 'lasthoststatechange', 'laststatechange'], ['timet', 'timestamp', 'microtime']),
    links: ['servicenotesurl', 'hostnotesurl', 'serviceactionurl', 'hostactionurl', 'serviceurl', 'hosturl', 'url', 'link'].map((name) =>
      payload.value(name),
    ),
    labels: payload.labels(
      { address: 'hostaddress', ip: 'address', hostgroup: 'hostgroupname', site: 'site', contact: 'contactname' },
      named(host, service),
    ),
  };
  return vendorEvent(reading, payload, 'host');
}

function named(host: string, service: string): Record<string, string> {
  return { ...(host === '' ? {} : { host }), ...(service === '' ? {} : { service }) };
}

/** The state in lower case, from its word or its number; empty if neither is known. */
function stateIn(payload: Payload, isService: boolean): string {
  const own = isService ? ['servicestate', 'state', 'severity', 'status'] : ['hoststate', 'state', 'status', 'severity'];
  const words = own.map((name) => foldedWord(payload.text(name)));
  const word = words.find((known) => STATES.has(known)) ?? '';
  // A script may give only UP and DOWN as the status of a service, and the state as its severity.
  const codes = isService ? SERVICE_CODES : HOST_CODES;
  const code = [
    isService ? 'servicestateid' : 'hoststateid',
    'stateid',
    isService ? 'servicestate' : 'hoststate',
    'state',
    'checkresultstate',
    'checkresultexitstatus',
  ]
    .map((name) => payload.text(name))
    .find((text) => /^[0-3]$/.test(text));
  return word || (code === undefined ? '' : (codes[Number(code)] ?? ''));
}

function statusIn(payload: Payload, state: string): { status: EventStatus; statusNote?: StatusNote } {
  const type = TYPE.map((name) => foldedWord(payload.text(name))).find((word) => TYPES.has(word)) ?? '';
  const known = STATES.get(state);
  const byState: { status: EventStatus; statusNote?: StatusNote } = known === 'well' ? { status: 'resolved' } : { status: 'firing' };
  switch (type) {
    case 'problem':
      return { status: 'firing' };
    case 'recovery':
      return { status: 'resolved' };
    case 'acknowledgement':
    case 'acknowledgementset':
      return { status: 'acknowledged' };
    case 'downtimestart':
    case 'downtimestarted':
    case 'downtimetriggered':
      return { status: 'ignored', statusNote: { kind: 'silenced', text: 'a scheduled downtime began' } };
    case 'flapping':
    case 'flappingstart':
    case 'flappingstop':
    case 'flappingend':
    case 'flappingdisabled':
    case 'custom':
      // Whether it flaps says nothing about its state. What is well at the moment has not recovered for good.
      return known === 'well' || state === '' ? notAnAlert(`the message says only that ${WHAT[type]}`) : byState;
    case 'downtimestop':
    case 'downtimeend':
    case 'downtimecancelled':
    case 'downtimeremoved':
    case 'acknowledgementcleared':
    case 'alerthandler':
    case 'downtimeadded':
    case 'commentadded':
    case 'commentremoved':
      return notAnAlert(`the message says only that ${WHAT[type]}`);
    default:
      return untyped(payload, state, byState);
  }
}

const WHAT = {
  flapping: 'the state began or stopped to flap',
  flappingstart: 'the state began to flap',
  flappingstop: 'the state stopped flapping',
  flappingend: 'the state stopped flapping',
  flappingdisabled: 'the detection of flapping was turned off',
  custom: 'someone sent a notification by hand',
  downtimestop: 'a scheduled downtime ended',
  downtimeend: 'a scheduled downtime ended',
  downtimecancelled: 'a scheduled downtime was cancelled',
  downtimeremoved: 'a scheduled downtime was cancelled',
  acknowledgementcleared: 'an acknowledgement was removed',
  downtimeadded: 'a downtime was scheduled',
  commentadded: 'someone wrote a comment',
  commentremoved: 'a comment was removed',
  alerthandler: 'an alert handler ran',
} as const;

/** An event of an API or an event handler: only the state tells what happened. */
function untyped(payload: Payload, state: string, byState: { status: EventStatus }): { status: EventStatus; statusNote?: StatusNote } {
  const hardness = payload.text('servicestatetype', 'hoststatetype', 'statetype').toLowerCase();
  const isSoft = hardness === 'soft' || hardness === '0';
  if (state !== '')
    return isSoft && byState.status === 'firing' ? notAnAlert('the state is soft: the check failed and is being repeated') : byState;
  if (foldedWord(payload.text('state', 'hoststate', 'servicestate')) === 'pending') return notAnAlert('the check has not run yet');
  return { status: payload.status(new Map(), 'firing', 'status', 'state') };
}

function severityIn(payload: Payload, state: string): ReadSeverity {
  const known = STATES.get(state);
  if (known !== undefined && known !== 'well') return { severity: known, defaulted: false, raw: state.toUpperCase(), isOdd: false };
  const read = payload.severity('severity', 'priority');
  return known === 'well' && !read.defaulted && STATES.get(foldedWord(read.raw ?? '')) === 'well' ? payload.severity() : read;
}
