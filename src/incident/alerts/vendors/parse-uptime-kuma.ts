import type { EventStatus, NormalizedEvent, StatusNote } from '../../model/incident';
import { InvalidInputError } from '../../text/errors';
import { type Fields, isFields, own, plainText, shown } from '../../text/read-fields';
import { readTags } from '../labels';
import { unquoted } from '../quoted-json';
import { NO_SEVERITY } from '../severity-words';
import { ofMonitor } from '../shapes/monitor-severity';
import { Payload, statusWords } from '../shapes/payload';
import { notAnAlert, vendorEvent } from '../shapes/vendor-event';

const SOURCE = 'uptime-kuma';
/** The numbers of Uptime Kuma, and what templates write for them. 0 is a value: it means down. */
const WORDS = statusWords({ firing: '0 down', resolved: '1 up', ignored: '2 pending 3 maintenance' });

/** True for the body that Uptime Kuma sends if no template replaces it. Both objects are null in a test. */
export function looksLikeUptimeKuma(event: unknown): boolean {
  if (!isFields(event)) return false;
  const [monitor, heartbeat] = ['monitor', 'heartbeat'].map((name) => unquoted(own(event, name)));
  if (monitor === undefined || heartbeat === undefined) return false;
  if (monitor === null && heartbeat === null) return typeof own(event, 'msg') === 'string';
  return isFields(heartbeat) && (own(heartbeat, 'status') !== undefined || own(heartbeat, 'msg') !== undefined);
}

/**
 * Reads a webhook about one monitor, or about a certificate or domain that expires, which has only a message.
 * https://github.com/louislam/uptime-kuma/wiki/Notification-Methods
 * https://github.com/louislam/uptime-kuma/blob/master/server/notification-providers/webhook.js
 */
export function parseUptimeKuma(event: unknown, receivedAt: string, fallbackTitle = ''): readonly NormalizedEvent[] {
  if (!isFields(event)) throw new InvalidInputError('body', `${shown(event)} is not a notification`, 'a JSON object');
  // A template or a form may hold the objects as texts.
  const whole = { ...event, monitor: unquoted(own(event, 'monitor')), heartbeat: spelledOut(unquoted(own(event, 'heartbeat'))) };
  const payload = new Payload(whole, receivedAt);
  if (!isFields(whole.monitor) && !isFields(whole.heartbeat)) return [withoutMonitor(payload, fallbackTitle)];
  const tags = tagsIn(payload);
  const name = payload.text('monitor.pathName', 'monitor.name', 'monitor.hostname', 'monitor.url') || fallbackTitle;
  const state = stateIn(payload);
  const reading = {
    source: SOURCE,
    identity: payload.id('monitor.id', 'heartbeat.monitorID', 'heartbeat.monitor_id', 'monitor.name'),
    ...state,
    severity: ofMonitor(
      payload.severityAmong([tags.severity, tags.priority].map((value) => ({ field: 'monitor.tags', value: value ?? null }))),
    ),
    title: name !== '' && state.status === 'firing' ? `${name} is down` : name,
    name,
    description: payload.text('heartbeat.msg', 'msg'),
    start: payload.start(['heartbeat.time', 'heartbeat.localDateTime']),
    links: [payload.value('monitor.url')],
    labels: payload.labels({ host: 'monitor.hostname', port: 'monitor.port', type: 'monitor.type' }, tags),
  };
  return [vendorEvent(reading, payload, 'monitor.name')];
}

function stateIn(payload: Payload): { status: EventStatus; statusNote?: StatusNote } {
  const status = payload.status(WORDS, 'firing', 'heartbeat.status');
  if (status !== 'ignored') return { status };
  if (/^(?:2|pending)$/i.test(payload.text('heartbeat.status')))
    return notAnAlert('the check failed and is being repeated, so the monitor is not down yet');
  return { status, statusNote: { kind: 'silenced', text: 'the monitor is under maintenance in Uptime Kuma' } };
}

/** The status as text, and the times with their zones: `time` is in UTC, `localDateTime` in that of `timezoneOffset`. */
function spelledOut(heartbeat: unknown): unknown {
  if (!isFields(heartbeat)) return heartbeat;
  const [time, local, offset] = ['time', 'localDateTime', 'timezoneOffset'].map((name) => own(heartbeat, name));
  const isBare = (value: unknown): value is string => typeof value === 'string' && /^[\d :.T-]{16,30}$/.test(value);
  return {
    ...heartbeat,
    status: plainText(own(heartbeat, 'status')) ?? own(heartbeat, 'status'),
    ...(isBare(time) ? { time: `${time}Z` } : {}),
    ...(isBare(local) && typeof offset === 'string' ? { localDateTime: `${local}${offset}` } : {}),
  };
}

/**
 * A test, or a certificate or domain that will expire. Only the message tells which; its number of days differs each time, so it
 * is left out of the identity.
 */
function withoutMonitor(payload: Payload, fallbackTitle: string): NormalizedEvent {
  const message = payload.text('msg');
  const isTest = /\bTesting$/.test(message.slice(-100));
  const reading = {
    source: SOURCE,
    identity: isTest ? '' : message.replace(/\d+ days?\b/g, ''),
    severity: NO_SEVERITY,
    title: message || fallbackTitle,
    start: payload.start([]),
    ...(isTest ? notAnAlert('Uptime Kuma tests its notification') : { status: 'firing' as const }),
  };
  return vendorEvent(reading, payload, 'msg');
}

function tagsIn(payload: Payload): Record<string, string> {
  const tags = payload.list('monitor.tags').map((tag) => (isFields(tag) ? pairOf(tag) : tag));
  return readTags(tags, payload.problems);
}

function pairOf(tag: Fields): string {
  const [name, value] = [plainText(own(tag, 'name')) ?? '', plainText(own(tag, 'value')) ?? ''];
  return value === '' ? name : `${name}:${value}`;
}
