import { cleanLine, cleanText } from './clean-text';
import { InvalidInputError } from './errors';
import type { EventStatus, NormalizedEvent } from './incident';
import { readLabels } from './labels';
import { readLinks } from './links';
import { type Fields, firstOf, isFields, optionalText, own, shown, textOf } from './read-fields';
import { readableTitle } from './readable-title';
import { readSeverity } from './severity-words';
import { DESCRIPTION_CHARS, NAME_CHARS, TITLE_CHARS } from './text-limits';
import { readTimestamp } from './timestamps';

const TITLES = [
  'title',
  'summary',
  'alert_name',
  'alertname',
  'alertName',
  'name',
  'subject',
  'headline',
  'rule_name',
  'ruleName',
  'check',
  'message',
  'msg',
];
const NAMES = ['alert_name', 'alertname', 'alertName', 'name', 'rule_name', 'ruleName', 'check'];
const SEVERITIES = ['severity', 'level', 'priority', 'incident_severity'];
const STATUSES = ['status', 'state', 'alert_status'];
const DESCRIPTIONS = ['description', 'message', 'msg', 'details', 'body', 'text', 'summary'];
const TIMES = ['started_at', 'startedAt', 'starts_at', 'startsAt', 'timestamp', 'time', 'created_at', 'createdAt', 'date'];
const IDENTITIES = ['fingerprint', 'dedup_key', 'dedupKey', 'dedup', 'alias', 'incident_key'];
const LINKS = ['url', 'link', 'dashboard', 'dashboard_url', 'runbook_url', 'alert_url'];
const LABEL_FIELDS = [
  'host',
  'hostname',
  'service',
  'instance',
  'environment',
  'env',
  'region',
  'team',
  'category',
  'cluster',
  'namespace',
  'target',
  'endpoint',
];

/** A Map, since a plain object would find `constructor`. */
const STATUS_WORDS = new Map<string, EventStatus>([
  ...words(
    'firing',
    'firing triggered trigger open opened active alerting alert problem down critical failed failing new created unhealthy',
  ),
  ...words('resolved', 'resolved resolve ok okay closed close recovered recovery up normal healthy cleared green fixed'),
  ...words('acknowledged', 'acknowledged acknowledge ack acked'),
]);

/** Reads the project's own shape, the original's five fields, and common synonyms of both. */
export function parseGeneric(event: unknown, receivedAt: string): readonly NormalizedEvent[] {
  if (!isFields(event)) throw new InvalidInputError('body', `${shown(event)} is no alert`, 'a JSON object');
  const title = readTitle(event);
  const severity = firstOf(event, SEVERITIES);
  const read = readSeverity(severity?.value ?? null, 'severity');
  const named = optionalText(event, NAMES, 'alert_name');
  const description =
    optionalText(
      event,
      DESCRIPTIONS.filter((name) => name !== title.name),
      'description',
    ) ?? '';
  return [
    {
      source: 'generic',
      status: readStatus(event, severity?.value),
      severity: read.severity,
      severityDefaulted: read.defaulted,
      severityRaw: read.raw,
      title: title.text,
      alertName: cleanLine(named ?? title.raw, NAME_CHARS) || title.text,
      description: cleanText(description, DESCRIPTION_CHARS),
      fingerprint: readFingerprint(event),
      startedAt: readTimestamp(firstOf(event, TIMES)?.value, 'started_at', receivedAt),
      links: linksOf(event),
      labels: labelsOf(event),
    },
  ];
}

function readTitle(event: Fields): { name: string; raw: string; text: string } {
  const found = firstOf(event, TITLES);
  if (found === undefined) throw missingTitle(event);
  if (typeof found.value !== 'string') throw new InvalidInputError('title', `${shown(found.value)} is no text`, 'text');
  const text = readableTitle(cleanLine(found.value, TITLE_CHARS));
  if (text === '') throw new InvalidInputError('title', 'nothing in it can be seen', 'text');
  // Kapacitor and its like name the alert in `id` and say in `message` what they mean.
  const id = own(event, 'id');
  const named = (found.name === 'message' || found.name === 'msg') && typeof id === 'string' ? cleanLine(id, NAME_CHARS) : '';
  return { name: found.name, raw: found.value, text: named === '' ? text : cleanLine(`${readableTitle(named)}: ${text}`, TITLE_CHARS) };
}

function missingTitle(event: Fields): InvalidInputError {
  const names = Object.keys(event)
    .slice(0, 8)
    .map((name) => cleanLine(name, 40))
    .join(', ');
  return new InvalidInputError('title', `no title was found${names === '' ? '' : ` among ${names}`}`, TITLES.join(', '));
}

function readStatus(event: Fields, severity: unknown): EventStatus {
  const found = firstOf(event, STATUSES);
  if (found !== undefined) {
    if (typeof found.value !== 'string')
      throw new InvalidInputError('status', `${shown(found.value)} is no status`, 'firing, resolved, acknowledged');
    // An unknown word must not swallow an alert: it fires.
    return STATUS_WORDS.get(found.value.trim().toLowerCase()) ?? 'firing';
  }
  const action = own(event, 'event_action') ?? own(event, 'action');
  if (typeof action === 'string' && STATUS_WORDS.has(action.toLowerCase())) return STATUS_WORDS.get(action.toLowerCase()) ?? 'firing';
  // Kapacitor says OK in the level.
  return typeof severity === 'string' && /^(ok|normal|resolved|recovered)$/i.test(severity.trim()) ? 'resolved' : 'firing';
}

function readFingerprint(event: Fields): string | null {
  const found = firstOf(event, IDENTITIES);
  const identity = found === undefined ? idOf(event) : textOf(found.value, 'fingerprint');
  const clean = identity === undefined ? '' : cleanLine(identity, 500);
  return clean === '' ? null : `generic:${clean}`;
}

function idOf(event: Fields): string | undefined {
  const id = own(event, 'id');
  if (id === undefined || id === null || id === '') return undefined;
  if (typeof id === 'number' && !Number.isSafeInteger(id))
    throw new InvalidInputError('id', 'the number is too large to be kept exactly', 'text');
  return textOf(id, 'id');
}

function linksOf(event: Fields): readonly string[] {
  const links = own(event, 'links');
  const listed = Array.isArray(links) ? links.slice(0, 50) : isFields(links) ? Object.values(links).slice(0, 50) : [links];
  const texts = listed.map((link) => (isFields(link) ? (own(link, 'href') ?? own(link, 'url')) : link));
  return readLinks([...texts, ...LINKS.map((name) => own(event, name))]);
}

function labelsOf(event: Fields): Record<string, string> {
  const own_ = Object.fromEntries(LABEL_FIELDS.flatMap((name) => (typeof own(event, name) === 'string' ? [[name, own(event, name)]] : [])));
  const source = own(event, 'source');
  if (source !== undefined && source !== null && typeof source !== 'string')
    throw new InvalidInputError('source', `${shown(source)} is no text`, 'text');
  const from = typeof source === 'string' && source.trim() !== '' ? { source } : {};
  const given = own(event, 'labels') ?? own(event, 'tags');
  return { ...readLabels({ ...from, ...own_ }, 'labels'), ...readLabels(given, 'labels') };
}

function words(status: EventStatus, list: string): [string, EventStatus][] {
  return list.split(' ').map((word) => [word, status]);
}
