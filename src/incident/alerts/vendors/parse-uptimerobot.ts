import type { EventStatus, NormalizedEvent, StatusNote } from '../../model/incident';
import { InvalidInputError } from '../../text/errors';
import { isFields, own, shown } from '../../text/read-fields';
import { readTags } from '../labels';
import { NO_SEVERITY } from '../severity-words';
import { foldedPayload } from '../shapes/folded-payload';
import { ofMonitor } from '../shapes/monitor-severity';
import { type Payload, statusWords } from '../shapes/payload';
import { notAnAlert, vendorEvent } from '../shapes/vendor-event';

/** What `alertType` and `alertTypeFriendlyName` hold, besides expiries. */
const WORDS = statusWords({ firing: '1 down', resolved: '2 up', ignored: '0 98 99 paused started' });

/** True for the variables of UptimeRobot, under their own names or those of a template. */
export function looksLikeUptimeRobot(event: unknown): boolean {
  if (!isFields(event)) return false;
  const { root } = foldedPayload(event, '');
  const has = (name: string) => own(root, name) !== undefined;
  return has('alerttypefriendlyname') || (has('alerttype') && (has('monitorfriendlyname') || (has('monitorid') && has('monitorurl'))));
}

/**
 * Reads a webhook sent as JSON or as a form; each value is a text.
 * https://help.uptimerobot.com/en/articles/14498593-webhook-integration
 * https://uptimerobot.com/blog/web-hook-alert-contacts-new-feature/
 */
export function parseUptimeRobot(event: unknown, receivedAt: string, fallbackTitle = ''): readonly NormalizedEvent[] {
  if (!isFields(event)) throw new InvalidInputError('body', `${shown(event)} is not a notification`, 'a JSON object or a form');
  const payload = foldedPayload(event, receivedAt);
  const name = payload.text('monitorfriendlyname', 'monitorname', 'friendlyname', 'monitorurl') || fallbackTitle;
  const expiry = expiryIn(payload);
  const monitor = payload.id('monitorid', 'monitorurl', 'monitorfriendlyname');
  const state = expiry === null ? stateIn(payload) : { status: 'firing' as const };
  const reading = {
    source: 'uptimerobot',
    // An expiry neither opens nor resolves with the monitor.
    identity: monitor === '' ? '' : expiry === null ? monitor : `${monitor}:${expiry.what}`,
    ...state,
    severity:
      expiry === null
        ? ofMonitor(payload.severity('severity', 'priority'))
        : { ...NO_SEVERITY, ...payload.severity('severity', 'priority') },
    title: name === '' ? '' : expiry !== null ? `${name}: ${expiry.told}` : state.status === 'firing' ? `${name} is down` : name,
    name,
    description: payload.text('alertdetails', 'alertreason', 'reason', 'message'),
    start: payload.start(['alertdatetime', 'incidentstartedat', 'startedat'], ['timestamp']),
    links: ['monitorurl', 'dashboardurl', 'monitordashboardurl', 'incidenturl'].map((field) => payload.value(field)),
    labels: payload.labels(
      { url: 'monitorurl', type: 'monitortype', group: 'monitorgroup' },
      readTags(payload.value('monitortags') ?? '', payload.problems),
    ),
  };
  return [vendorEvent(reading, payload, 'monitorFriendlyName')];
}

function stateIn(payload: Payload): { status: EventStatus; statusNote?: StatusNote } {
  const status = payload.status(WORDS, 'firing', 'alerttype', 'alerttypefriendlyname', 'status');
  return status === 'ignored' ? notAnAlert('the monitor was paused or started, which says nothing about what it watches') : { status };
}

/** A certificate (type 3) or a domain (type 4) that will expire; null for any other alert. */
function expiryIn(payload: Payload): { what: string; told: string } | null {
  const [type, friendly] = [payload.id('alerttype'), payload.text('alerttypefriendlyname').toLowerCase()];
  const isDomain = type === '4' || friendly.includes('domain');
  if (!isDomain && type !== '3' && !/\bssl\b/.test(friendly)) return null;
  const days = payload.id('ssldaysleft', 'sslexpirydaysleft', 'domainexpirydaysleft');
  const when = days === '' ? 'soon' : `in ${days} days`;
  return isDomain ? { what: 'domain', told: `the domain expires ${when}` } : { what: 'ssl', told: `the certificate expires ${when}` };
}
