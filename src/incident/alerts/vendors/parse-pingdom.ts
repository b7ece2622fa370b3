import type { EventStatus, NormalizedEvent, StatusNote } from '../../model/incident';
import { InvalidInputError } from '../../text/errors';
import { isFields, own, shown } from '../../text/read-fields';
import { readTags } from '../labels';
import { foldedPayload, overlaid } from '../shapes/folded-payload';
import { ofMonitor } from '../shapes/monitor-severity';
import { type Payload, statusWords } from '../shapes/payload';
import { notAnAlert, vendorEvent } from '../shapes/vendor-event';

const WORDS = statusWords({
  firing: 'down failing fail assign',
  resolved: 'up success notifyofclose',
  ignored: 'paused unknown nodata unconfirmed unconfirmeddown',
});

export function looksLikePingdom(event: unknown): boolean {
  if (!isFields(event)) return false;
  const has = (name: string) => own(event, name) !== undefined;
  return (has('check_id') && has('current_state')) || (has('checkid') && has('incidentid') && has('action'));
}

/**
 * Reads a change of state of an uptime or a transaction check, or a webhook of the older BeepManager.
 * https://www.pingdom.com/resources/webhooks/
 */
export function parsePingdom(event: unknown, receivedAt: string, fallbackTitle = ''): readonly NormalizedEvent[] {
  if (!isFields(event)) throw new InvalidInputError('body', `${shown(event)} is not a notification`, 'a JSON object');
  const payload = foldedPayload(event, receivedAt, { levels: 1 });
  const name = payload.text('checkname', 'check', 'checkparamshostname', 'host') || fallbackTitle;
  const state = stateIn(payload);
  const reading = {
    source: 'pingdom',
    identity: payload.id('checkid', 'checkname'),
    ...state,
    severity: ofMonitor(payload.severity('importancelevel', 'severity')),
    title: name !== '' && state.status === 'firing' ? `${name} is down` : name,
    name,
    description: ['description', 'longdescription', 'custommessage']
      .map((field) => payload.text(field))
      .filter((text) => text !== '')
      .join('\n'),
    start: utcStart(payload),
    links: [payload.value('checkparamsfullurl'), payload.value('checkparamsurl')],
    labels: payload.labels(
      { host: 'checkparamshostname', port: 'checkparamsport', type: 'checktype' },
      readTags(payload.value('tags') ?? [], payload.problems),
    ),
  };
  return [vendorEvent(reading, payload, 'check_name')];
}

function stateIn(payload: Payload): { status: EventStatus; statusNote?: StatusNote } {
  const status = payload.status(WORDS, 'firing', 'currentstate', 'action', 'state', 'status');
  if (status !== 'ignored') return { status };
  const state = payload.text('currentstate').slice(0, 60);
  if (/^unconfirmed/i.test(state)) return notAnAlert('the failure is not confirmed yet');
  const kind = /^paused$/i.test(state) ? 'ruleChanged' : 'dataVanished';
  return { status, statusNote: { kind, text: `the check is ${state.toLowerCase()}, which does not mean that it recovered` } };
}

/** `state_changed_utc_time` is in UTC but does not say so. */
function utcStart(payload: Payload): ReturnType<Payload['start']> {
  const stamped = payload.start(['statechangedtimestamp']);
  if (stamped.given !== null) return stamped;
  const time = payload.text('statechangedutctime');
  return overlaid(payload, { statechangedutctime: /^[\d:T -]+$/.test(time) ? `${time}Z` : time }).start(
    ['statechangedutctime'],
    ['timestamp'],
  );
}
