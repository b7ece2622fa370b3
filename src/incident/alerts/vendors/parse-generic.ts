import { firingAlerts, NONE_FIRING } from '../../model/firing-alerts';
import type { NormalizedEvent } from '../../model/incident';
import { cleanLine, cleanText } from '../../text/clean-text';
import { InvalidInputError } from '../../text/errors';
import { identityOf } from '../../text/identity';
import { readLinks } from '../../text/links';
import { type Fields, givenOf, isFields, own, plainText, shown } from '../../text/read-fields';
import { DESCRIPTION_CHARS, NAME_CHARS, TITLE_CHARS } from '../../text/text-limits';
import { unfit } from '../../text/unfit';
import { gravestFirst } from '../event-order';
import { FieldProblems } from '../field-problems';
import { alertLabels, readTags } from '../labels';
import { readableTitle } from '../readable-title';
import { NO_SEVERITY, type ReadSeverity, readSeverity } from '../severity-words';
import { checkCount } from '../shapes/event-list';
import { GENERIC_FIELDS } from '../shapes/generic-fields';
import { readGenericStatus } from '../shapes/generic-status';
import { readStatusText } from '../status-words';
import { namesNoZone, readTimestamp } from '../timestamps';
import { withUsualNames } from '../usual-names';

const MAX_LISTED_LINKS = 50;
const MAX_ENVELOPES = 3;

interface Title {
  /** The field it was found in; empty if none. */
  readonly field: string;
  readonly raw: string;
  readonly text: string;
}

interface Start {
  readonly at: string;
  /** Equal to `at` if the alert says that the trouble started then; null if it only dates the message. */
  readonly given: string | null;
}

/** Reads the project's own shape, the original's five fields, and synonyms of both; a list gives each alert, most severe first. */
export function parseGeneric(body: unknown, receivedAt: string, fallbackTitle = ''): readonly NormalizedEvent[] {
  if (Array.isArray(body) && body.some(isFields)) return parseList(body, receivedAt, fallbackTitle);
  if (!isFields(body)) throw unfit('body', body, 'is not an alert', 'a JSON object, or an array with one object for each alert');
  return [parseOne(body, receivedAt, fallbackTitle)];
}

/** Items that are not alerts, or say nothing, are skipped without losing the others. */
function parseList(list: readonly unknown[], receivedAt: string, fallbackTitle: string): readonly NormalizedEvent[] {
  checkCount(list, 'body');
  const strays = new FieldProblems();
  let refused: unknown;
  const events = list.flatMap((item, index) => {
    try {
      return parseGeneric(Array.isArray(item) ? null : item, receivedAt, fallbackTitle);
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      if (isFields(item)) refused ??= error;
      strays.note(`[${index}]`, item, 'nothing');
      return [];
    }
  });
  const [first, ...others] = gravestFirst(events);
  if (first === undefined) throw refused;
  return [{ ...first, problems: [...strays.list(), ...(first.problems ?? [])] }, ...others];
}

function parseOne(body: Fields, receivedAt: string, fallbackTitle: string): NormalizedEvent {
  const problems = new FieldProblems();
  const outer = opened(withUsualNames(body));
  const event = unwrapped(outer);
  const title = readTitle(event, fallbackTitle, problems);
  const labels = labelsOf(event, problems);
  const severity = readSeverities(event, labels, problems);
  const started = readStart(event, receivedAt, problems);
  const { status, statusNote } = readGenericStatus(outer, receivedAt, problems);
  const fingerprint = readFingerprint(event, problems);
  return {
    source: 'generic',
    status,
    severity: severity.severity,
    severityDefaulted: severity.defaulted,
    severityRaw: severity.raw,
    title: title.text,
    alertName: readName(event, title),
    description: readDescription(event, title, problems),
    fingerprint,
    startedAt: started.at,
    links: linksOf(event, problems),
    labels,
    problems: problems.list(),
    statusNote,
    firing: status === 'firing' ? firingAlerts([{ fingerprint, startedAt: started.given }]) : NONE_FIRING,
  };
}

/**
 * A body without its own title may hold everything in nested envelopes. Fields outside an envelope take precedence over
 * those inside.
 */
function opened(body: Fields, depth = 0): Fields {
  if (depth >= MAX_ENVELOPES || titlesIn(unwrapped(body)).length > 0) return body;
  const inner = GENERIC_FIELDS.envelope
    .map((name) => own(body, name))
    .filter(isFields)
    .map((fields) => opened(withUsualNames(fields), depth + 1))
    .find((fields) => titlesIn(unwrapped(fields)).length > 0);
  return inner === undefined ? body : { ...inner, ...body };
}

/** Does the same for an object that represents the alert itself, or what it watches. */
function unwrapped(body: Fields): Fields {
  if (titlesIn(body).length > 0) return body;
  const inner = wrappedIn(body).find((fields) => titlesIn(fields).length > 0);
  return inner === undefined ? body : { ...inner, ...body };
}

function wrappedIn(body: Fields): readonly Fields[] {
  return GENERIC_FIELDS.wrapper
    .map((name) => own(body, name))
    .filter(isFields)
    .map(withUsualNames);
}

function titlesIn(event: Fields): readonly Title[] {
  return givenOf(event, GENERIC_FIELDS.title).flatMap(({ name, value }) => {
    const text = typeof value === 'string' ? readableTitle(cleanLine(value, TITLE_CHARS)) : '';
    return text === '' ? [] : [{ field: name, raw: String(value), text: withSubject(event, name, text) }];
  });
}

/** The first value with visible text, else the fallback. A title field without a usable title is a problem. */
function readTitle(event: Fields, fallback: string, problems: FieldProblems): Title {
  const stand = cleanLine(fallback, TITLE_CHARS);
  const title = titlesIn(event)[0] ?? (stand === '' ? undefined : { field: '', raw: stand, text: stand });
  if (title === undefined) throw noTitle(event);
  // `check` and similar fields often hold an object.
  for (const name of ['title', 'alert_name']) {
    const value = own(event, name);
    if (value !== undefined && value !== null && typeof value !== 'string') problems.note(name, value, title.text);
  }
  return title;
}

function noTitle(event: Fields): InvalidInputError {
  const given = givenOf(event, GENERIC_FIELDS.title)[0];
  if (given !== undefined) {
    const reason = typeof given.value === 'string' ? 'has no visible characters' : 'is not text';
    const problem = typeof given.value === 'string' ? reason : `${shown(given.value)} ${reason}`;
    return new InvalidInputError('title', given.name === 'title' ? problem : `${given.name}: ${problem}`, 'text', { reason });
  }
  const keys = Object.keys(event).slice(0, 8);
  const names = keys.map((name) => cleanLine(name, 40)).join(', ');
  const reason = 'no title was found';
  return new InvalidInputError('title', names === '' ? reason : `${reason} among ${names}`, GENERIC_FIELDS.title.join(', '), { reason });
}

/** Kapacitor and similar tools put the alert's name in `id` and its meaning in `message`. */
function withSubject(event: Fields, field: string, text: string): string {
  const id = own(event, 'id');
  const subject = (field === 'message' || field === 'msg') && typeof id === 'string' ? cleanLine(id, NAME_CHARS) : '';
  return subject === '' ? text : cleanLine(`${readableTitle(subject)}: ${text}`, TITLE_CHARS);
}

function readName(event: Fields, title: Title): string {
  const named = givenOf(event, GENERIC_FIELDS.name).find(({ value }) => typeof value === 'string')?.value;
  return cleanLine(typeof named === 'string' ? named : title.raw, NAME_CHARS) || title.text;
}

/** `details`, `body` and the like may hold anything, so other types are skipped; `description` must be text. */
function readDescription(event: Fields, title: Title, problems: FieldProblems): string {
  const text = describedIn(event, title);
  const described = own(event, 'description');
  if (described !== undefined && described !== null && plainText(described) === undefined) {
    problems.note('description', described, text === '' ? 'nothing' : cleanLine(text, 60));
  }
  return text;
}

function describedIn(event: Fields, title: Title): string {
  const texts = givenOf(event, GENERIC_FIELDS.description)
    .filter(({ name }) => name !== title.field)
    .map(({ value }) => cleanText(plainText(value) ?? '', DESCRIPTION_CHARS));
  return texts.find((text) => text !== '') ?? '';
}

/**
 * The first known severity, also from the labels and from what the alert wraps if it has none itself. If none is known, it
 * is the first one given, to be shown as spelled. A word that means the alert has ended is neither a severity nor a problem:
 * it is read as the status.
 */
function readSeverities(event: Fields, labels: Readonly<Record<string, string>>, problems: FieldProblems): ReadSeverity {
  const given = [
    ...givenOf(event, GENERIC_FIELDS.severity),
    { name: 'labels.severity', value: labels.severity },
    { name: 'labels.priority', value: labels.priority },
    ...wrappedIn(event).flatMap((fields) => givenOf(fields, GENERIC_FIELDS.severity)),
  ];
  const read = given.map(({ name, value }) => ({ name, value, read: readSeverity(value) }));
  const known = read.findIndex(({ read: { defaulted } }) => !defaulted);
  const chosen = (known < 0 ? read.find(({ read: { raw } }) => raw !== null) : read[known])?.read ?? NO_SEVERITY;
  for (const { name, value, read: one } of known < 0 ? read : read.slice(0, known + 1)) {
    const isEnd = typeof value === 'string' && readStatusText(value)?.status === 'resolved';
    if (one.isOdd && !isEnd) problems.note(name, value, chosen.defaulted ? `${chosen.severity}, the default` : chosen.severity);
  }
  return chosen;
}

/** The first usable identity. A number that JSON has rounded identifies nothing: two different ones could share it. */
function readFingerprint(event: Fields, problems: FieldProblems): string | null {
  const given = givenOf(event, [...GENERIC_FIELDS.identity, 'id']);
  const identities = given.map(({ value }) => identityOf('generic', plainText(value) ?? ''));
  const identity = identities.find((read) => read !== null) ?? null;
  const used = identity === null ? given.length : identities.indexOf(identity);
  for (const { name, value } of given.slice(0, used)) {
    if (plainText(value) === undefined) problems.note(name, value, identity ?? 'nothing, so each delivery counts as a new alert');
  }
  return identity;
}

/** The first readable time, else the time of receipt. */
function readStart(event: Fields, receivedAt: string, problems: FieldProblems): Start {
  const times = givenOf(event, GENERIC_FIELDS.time).map(({ name, value }) => ({ name, value, ...readTimestamp(value, receivedAt) }));
  const found = times.find(({ from }) => from === 'given');
  for (const { name, value, from } of found === undefined ? times : times.slice(0, times.indexOf(found))) {
    if (from === 'unread') problems.note(name, value, found?.at ?? `${receivedAt}, the time of receipt`);
  }
  if (found === undefined) return { at: receivedAt, given: null };
  if (namesNoZone(found.value)) problems.note(found.name, found.value, `${found.at} (read as UTC, because no time zone was given)`);
  const isStart = !(GENERIC_FIELDS.messageTime as readonly string[]).includes(found.name);
  return { at: found.at, given: isStart ? found.at : null };
}

function linksOf(event: Fields, problems: FieldProblems): readonly string[] {
  const links = own(event, 'links') ?? [];
  const isList = Array.isArray(links) || isFields(links);
  if (!isList && typeof links !== 'string') problems.note('links', links, 'nothing');
  const listed: unknown[] = isList ? Object.values(links).slice(0, MAX_LISTED_LINKS) : [links];
  const texts = listed.map((link) => (isFields(link) ? (own(link, 'href') ?? own(link, 'url')) : link));
  return readLinks([...texts, ...GENERIC_FIELDS.link.map((name) => own(event, name))]);
}

function labelsOf(event: Fields, problems: FieldProblems): Record<string, string> {
  const source = own(event, 'source') ?? '';
  const named = plainText(source);
  if (named === undefined) problems.note('source', source, 'nothing');
  // A `host` or a `service` may be an object, which is not a label.
  const plain = GENERIC_FIELDS.label.map((name) => [name, own(event, name)]).filter(([, value]) => typeof value !== 'object');
  const fields = Object.fromEntries((named ?? '').trim() === '' ? plain : [['source', named], ...plain]);
  const labels = alertLabels(fields, 'labels', problems);
  readTags(own(event, 'tags'), problems, labels);
  return alertLabels(own(event, 'labels'), 'labels', problems, { into: labels });
}
