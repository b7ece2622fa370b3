import type { NormalizedEvent } from '../../model/incident';
import { cleanLine, cleanText } from '../../text/clean-text';
import { InvalidInputError } from '../../text/errors';
import { isFields, own, shown } from '../../text/read-fields';
import { DESCRIPTION_CHARS, TITLE_CHARS } from '../../text/text-limits';
import { readTags } from '../labels';
import { foldedPayload } from '../shapes/folded-payload';
import { foldedWord, type Payload, statusWords } from '../shapes/payload';
import { vendorEvent } from '../shapes/vendor-event';

/** Templates often keep variables in one of these objects, whose name a folded payload puts before that of the field. */
const WRAPPERS = ['', 'alert', 'metadata', 'event', 'incident'];
/** Fields that no other vendor has. */
const OWN_NAMES = placesOf('alerttransition', 'alertcyclekey', 'alertcycleid', 'aggregkey', 'alertscope');
/** Templates name a variable as they please: `alert_transition`, `alertTransition`, `ALERT_TRANSITION`, `alert.transition`. */
const FIELDS = {
  transition: placesOf('alerttransition', 'transition'),
  state: placesOf('alertstatus', 'incidentstatus', 'status'),
  type: placesOf('alerttype', 'type'),
  priority: placesOf('alertpriority', 'priority', 'severity', 'incidentseverity', 'securitysignalseverity'),
  cycle: placesOf('alertcyclekey', 'cyclekey', 'cycleid'),
  monitor: placesOf('monitorid', 'alertid'),
  host: placesOf('hostname', 'host'),
  scope: placesOf('alertscope', 'scopes', 'scope'),
  aggregation: placesOf('aggregkey', 'aggregationkey'),
  incident: placesOf('incidentuuid', 'incidentpublicid'),
  title: placesOf('eventtitle', 'title', 'alerttitle', 'monitorname', 'name', 'incidenttitle'),
  body: placesOf('textonlymsg', 'body', 'eventmsg', 'message', 'msg', 'text', 'textmsg', 'description', 'alertstatus', 'incidentmessage'),
  date: placesOf('date', 'dateposix', 'timestamp', 'lastupdated'),
  link: placesOf('link', 'url', 'alerturl', 'eventurl', 'snapshot', 'snapshoturl', 'incidenturl'),
};

const TRANSITIONS = statusWords({ firing: 'triggered retriggered warn rewarn nodata renodata renotify alert', resolved: 'recovered ok' });
const TYPES = statusWords({ firing: 'error warning info', resolved: 'success' });
/** `[Triggered on {host:web-1}] `: the state and the scope, which have fields of their own. */
const STATE_PREFIX = /^\s*\[(?:TEST|P[1-5]|(?:Re-)?(?:Triggered|Warn|No Data|Alert)|Recovered|Re-?notify)(?: on [^\]]*)?\]\s*/i;
const MAX_PREFIXES = 4;

export function looksLikeDatadog(event: unknown): boolean {
  if (!isFields(event)) return false;
  const names = new Set(Object.keys(event).flatMap((key) => namesIn(key, own(event, key))));
  const has = (name: string) => names.has(name);
  if (OWN_NAMES.some(has)) return true;
  const isDefault = has('lastupdated') && has('eventtype') && has('orgid');
  return isDefault || (has('monitorid') && ['alerttype', 'alertstatus', 'scopes'].some(has)) || (has('alertquery') && has('alertmetric'));
}

/** A field's name, and those of the fields in it behind it, spelled as in a folded payload. */
function namesIn(key: string, value: unknown): readonly string[] {
  const fold = (name: string) => (name.length > 40 ? '' : foldedWord(name));
  return [fold(key), ...(isFields(value) ? Object.keys(value).map((inner) => `${fold(key)}${fold(inner)}`) : [])];
}

/**
 * Reads a monitor's notification by any template that uses the webhook's variables.
 * https://docs.datadoghq.com/integrations/webhooks/
 */
export function parseDatadog(event: unknown, receivedAt: string, fallbackTitle?: string): readonly NormalizedEvent[] {
  if (!isFields(event)) throw new InvalidInputError('body', `${shown(event)} is not a notification`, 'a JSON object');
  const payload = foldedPayload(event, receivedAt, { levels: 1 });
  const { title, scope } = titleOf(payload, fallbackTitle);
  const type = payload.status(TYPES, 'firing', ...FIELDS.type);
  const status = payload.status(TRANSITIONS, type, ...statusFields(payload));
  const isGone = foldedWord(payload.text(...FIELDS.transition)).endsWith('nodata');
  const labels = payload.labels({ metric: 'alertmetric', org: 'orgname' });
  const named = { host: payload.id(...FIELDS.host), monitor_id: payload.id(...FIELDS.monitor), scope };
  for (const [name, value] of Object.entries(named)) if (value !== '') labels[name] = cleanLine(value, 500);
  readTags(payload.text(...FIELDS.scope), payload.problems, labels);
  const tags = payload.value('tags');
  if (tags !== undefined && tags !== null) readTags(tags, payload.problems, labels);
  return [
    vendorEvent(
      {
        source: 'datadog',
        identity: identityIn(payload, title),
        status,
        statusNote: status === 'firing' && isGone ? { kind: 'dataVanished', text: 'the monitor no longer has data (No Data)' } : null,
        // An event's own priority is "normal" or "low", which says nothing about the monitor.
        severity: payload.severityAmong([...priorities(payload), ...types(payload)]),
        title: scope === '' || title.includes(scope) ? title : `${cleanLine(title, TITLE_CHARS - 30)} (${cleanLine(scope, 120)})`,
        name: title,
        description: withoutFences(payload.text(...FIELDS.body)),
        start: payload.start([], FIELDS.date),
        links: FIELDS.link.map((name) => payload.value(name)),
        labels,
      },
      payload,
    ),
  ];
}

function placesOf(...names: readonly string[]): readonly string[] {
  return names.flatMap((name) => WRAPPERS.map((wrapper) => `${wrapper}${name}`));
}

/** A summary of the alert may stand where a template means its state; only a single word counts there. */
function statusFields(payload: Payload): readonly string[] {
  const words = FIELDS.state.filter(
    (name) => /^\s*\S+(?: data)?\s*$/i.test(payload.text(name).slice(0, 40)) && payload.text(name).length < 40,
  );
  return [...FIELDS.transition, ...words];
}

function priorities(payload: Payload) {
  return candidates(payload, 'priority').filter(({ value }) => typeof value !== 'string' || foldedWord(value) !== 'normal');
}

/** `success` is how a recovery is spelled, and not a severity. */
function types(payload: Payload) {
  return candidates(payload, 'type').filter(({ value }) => typeof value === 'string' && TYPES.get(foldedWord(value)) === 'firing');
}

function candidates(payload: Payload, meaning: 'priority' | 'type') {
  return FIELDS[meaning].map((field) => ({ field, value: payload.value(field) }));
}

/**
 * The alert's cycle; else its monitor and scope, which together are the same in each notification. Without any of the
 * variables, the title without its state is all that a recovery has in common with its trigger.
 */
function identityIn(payload: Payload, title: string): string {
  const cycle = payload.id(...FIELDS.cycle);
  if (cycle !== '') return cycle;
  const [monitor, scope, aggregation] = [payload.id(...FIELDS.monitor), payload.id(...FIELDS.scope), payload.id(...FIELDS.aggregation)];
  if (monitor !== '' && scope !== '') return `${monitor}:${scope}`;
  if (aggregation !== '') return aggregation;
  const host = payload.id(...FIELDS.host);
  if (monitor !== '') return host === '' ? monitor : `${monitor}:${host}`;
  return payload.id(...FIELDS.incident) || (scope === '' ? title : `${title}:${scope}`);
}

function titleOf(payload: Payload, fallbackTitle = ''): { title: string; scope: string } {
  const whole = payload.text(...FIELDS.title) || fallbackTitle;
  let title = whole.slice(0, 2_000);
  for (let count = 0; count < MAX_PREFIXES; count += 1) title = title.replace(STATE_PREFIX, '');
  return { title: title.trim() === '' ? whole : title, scope: payload.text(...FIELDS.scope) };
}

/** Datadog marks Markdown by lines of three percent signs. */
function withoutFences(body: string): string {
  return cleanText(body.replaceAll('%%%', ''), DESCRIPTION_CHARS);
}
