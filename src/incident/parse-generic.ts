import { cleanLine, cleanText } from './clean-text';
import { InvalidInputError } from './errors';
import { firingAlerts, NONE_FIRING } from './firing-alerts';
import { GENERIC_FIELDS } from './generic-fields';
import { identityOf } from './identity';
import type { EventStatus, NormalizedEvent } from './incident';
import { readLabels, readTags } from './labels';
import { readLinks } from './links';
import { type Fields, firstOf, isFields, own, shown, textOf } from './read-fields';
import { readableTitle } from './readable-title';
import { type ReadSeverity, readSeverity } from './severity-words';
import { readStatusWord } from './status-words';
import { DESCRIPTION_CHARS, NAME_CHARS, TITLE_CHARS } from './text-limits';
import { readTimestamp } from './timestamps';

const MAX_LISTED_LINKS = 50;

interface Title {
  /** The field it was found in; empty: in none. */
  readonly field: string;
  readonly raw: string;
  readonly text: string;
}

interface Start {
  readonly at: string;
  /** The same where the alert says that the trouble began then; null where it only dates the message. */
  readonly given: string | null;
  readonly unread: Record<string, string>;
}

/** Reads the project's own shape, the original's five fields, and common synonyms of both. */
export function parseGeneric(event: unknown, receivedAt: string, fallbackTitle = ''): readonly NormalizedEvent[] {
  if (!isFields(event)) throw new InvalidInputError('body', `${shown(event)} is no alert`, 'a JSON object, one for each alert');
  const title = readTitle(event, fallbackTitle);
  const labels = labelsOf(event);
  const severity = readSeverities(event, labels);
  const started = readStart(event, receivedAt);
  const status = readStatus(event);
  const fingerprint = readFingerprint(event);
  return [
    {
      source: 'generic',
      status,
      severity: severity.severity,
      severityDefaulted: severity.defaulted,
      severityRaw: severity.raw,
      title: title.text,
      alertName: readName(event, title),
      description: readDescription(event, title),
      fingerprint,
      startedAt: started.at,
      links: linksOf(event),
      labels: { ...labels, ...started.unread },
      problems: [],
      statusNote: null,
      firing: status === 'firing' ? firingAlerts([{ fingerprint, startedAt: started.given }]) : NONE_FIRING,
    },
  ];
}

/**
 * The first that shows something, else the fallback; one that is no text at all is a mistake that nobody should have to
 * guess.
 */
function readTitle(event: Fields, fallback: string): Title {
  const given = givenOf(event, GENERIC_FIELDS.title);
  for (const { name, value } of given) {
    if (typeof value !== 'string') {
      // `check` and its like often hold an object of their own; what is called a title must be one.
      if (name !== 'title' && name !== 'alert_name' && given.some((other) => typeof other.value === 'string')) continue;
      throw wrongTitle(name, `${shown(value)} is no text`);
    }
    const text = readableTitle(cleanLine(value, TITLE_CHARS));
    if (text !== '') return { field: name, raw: value, text: withSubject(event, name, text) };
  }
  const stand = cleanLine(fallback, TITLE_CHARS);
  if (stand !== '') return { field: '', raw: stand, text: stand };
  if (given[0] !== undefined) throw wrongTitle(given[0].name, 'nothing in it can be seen');
  const names = Object.keys(event)
    .slice(0, 8)
    .map((name) => cleanLine(name, 40))
    .join(', ');
  throw new InvalidInputError('title', `no title was found${names === '' ? '' : ` among ${names}`}`, GENERIC_FIELDS.title.join(', '));
}

function wrongTitle(name: string, problem: string): InvalidInputError {
  return new InvalidInputError('title', name === 'title' ? problem : `${name}: ${problem}`, 'text');
}

/** Kapacitor and its like name the alert in `id` and say in `message` what they mean. */
function withSubject(event: Fields, field: string, text: string): string {
  const id = own(event, 'id');
  const subject = (field === 'message' || field === 'msg') && typeof id === 'string' ? cleanLine(id, NAME_CHARS) : '';
  return subject === '' ? text : cleanLine(`${readableTitle(subject)}: ${text}`, TITLE_CHARS);
}

function readName(event: Fields, title: Title): string {
  const named = givenOf(event, GENERIC_FIELDS.name).find(({ value }) => typeof value === 'string')?.value;
  return cleanLine(typeof named === 'string' ? named : title.raw, NAME_CHARS) || title.text;
}

/** `details`, `body` and their like may hold anything and are passed over then; `description` must be text. */
function readDescription(event: Fields, title: Title): string {
  const described = own(event, 'description');
  if (described !== undefined && described !== null) textOf(described, 'description');
  for (const { name, value } of givenOf(event, GENERIC_FIELDS.description)) {
    if (name === title.field || (typeof value !== 'string' && typeof value !== 'number')) continue;
    const text = cleanText(textOf(value, name), DESCRIPTION_CHARS);
    if (text !== '') return text;
  }
  return '';
}

/** The first severity that is known, among the labels too when the alert itself has none; when none is, the first that was given, to be shown as it was spelled. */
function readSeverities(event: Fields, labels: Readonly<Record<string, string>>): ReadSeverity {
  const read = givenOf(event, GENERIC_FIELDS.severity).map(({ name, value }) => readSeverity(value, name));
  return read.find(({ defaulted }) => !defaulted) ?? read[0] ?? readSeverity(labels.severity, 'severity');
}

function readStatus(event: Fields): EventStatus {
  const given = givenOf(event, GENERIC_FIELDS.status);
  for (const { name, value } of given) {
    if (typeof value !== 'string') throw new InvalidInputError(name, `${shown(value)} is no status`, 'firing, resolved, acknowledged');
    const status = readStatusWord(value);
    if (status !== undefined) return status;
  }
  // A word that is not known must not swallow an alert: it fires.
  if (given.length > 0) return 'firing';
  const action = firstOf(event, ['event_action', 'action', 'event_type'])?.value;
  const acted = typeof action === 'string' ? readStatusWord(action) : undefined;
  if (acted !== undefined) return acted;
  // Kapacitor says OK in the level.
  const level = firstOf(event, GENERIC_FIELDS.severity)?.value;
  return typeof level === 'string' && /^(ok|normal|resolved|recovered)$/i.test(level.trim()) ? 'resolved' : 'firing';
}

function readFingerprint(event: Fields): string | null {
  const id = own(event, 'id');
  if (typeof id === 'object' && id !== null) throw new InvalidInputError('id', `${shown(id)} is no text`, 'text');
  for (const { name, value } of givenOf(event, GENERIC_FIELDS.identity)) {
    const identity = identityOf('generic', textOf(value, name));
    if (identity !== null) return identity;
  }
  if (id === undefined || id === null) return null;
  if (typeof id === 'number' && !Number.isSafeInteger(id)) {
    throw new InvalidInputError('id', 'the number cannot be kept exactly', 'text, or a whole number below 2^53');
  }
  return identityOf('generic', textOf(id, 'id'));
}

/** A time that cannot be read becomes the receive time, and stays in a label for the reader to judge. */
function readStart(event: Fields, receivedAt: string): Start {
  const found = firstOf(event, GENERIC_FIELDS.time);
  const time = readTimestamp(found?.value, found?.name ?? 'started_at', receivedAt);
  if (found === undefined || time.problem === null) {
    const isStart = found !== undefined && !(GENERIC_FIELDS.messageTime as readonly string[]).includes(found.name);
    return { at: time.at, given: isStart && time.at !== receivedAt ? time.at : null, unread: {} };
  }
  return {
    at: time.at,
    given: null,
    unread: { [`unread_${cleanLine(found.name, 40)}`]: `${cleanLine(String(found.value), 100)} (${time.problem})` },
  };
}

function linksOf(event: Fields): readonly string[] {
  const links = own(event, 'links') ?? [];
  const isList = Array.isArray(links) || isFields(links);
  if (!isList && typeof links !== 'string') throw new InvalidInputError('links', `${shown(links)} is no list of links`, 'a list of URLs');
  const listed: unknown[] = isList ? Object.values(links).slice(0, MAX_LISTED_LINKS) : [links];
  const texts = listed.map((link) => (isFields(link) ? (own(link, 'href') ?? own(link, 'url')) : link));
  return readLinks([...texts, ...GENERIC_FIELDS.link.map((name) => own(event, name))]);
}

function labelsOf(event: Fields): Record<string, string> {
  const source = own(event, 'source') ?? '';
  if (typeof source !== 'string') throw new InvalidInputError('source', `${shown(source)} is no text`, 'text');
  // A `host` or a `service` may be an object of its own, which is no label.
  const plain = GENERIC_FIELDS.label.map((name) => [name, own(event, name)]).filter(([, value]) => typeof value !== 'object');
  const fields = Object.fromEntries(source.trim() === '' ? plain : [['source', source], ...plain]);
  return { ...readLabels(fields, 'labels'), ...readTags(own(event, 'tags')), ...readLabels(own(event, 'labels'), 'labels') };
}

function givenOf(event: Fields, names: readonly string[]): readonly { name: string; value: unknown }[] {
  return names
    .map((name) => ({ name, value: own(event, name) }))
    .filter(({ value }) => value !== undefined && value !== null && value !== '');
}
