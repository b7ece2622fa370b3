import { type FiringAlerts, firingOf } from '../model/firing-alerts';
import { EVENT_STATUSES, type FieldProblem, type NormalizedEvent, STATUS_NOTE_KINDS, type StatusNote } from '../model/incident';
import { DEFAULT_SEVERITY, isSeverity } from '../model/severity';
import { cleanLine, cleanText } from '../text/clean-text';
import { readLinks } from '../text/links';
import { type Fields, isFields, own } from '../text/read-fields';
import { DESCRIPTION_CHARS, NAME_CHARS, TITLE_CHARS } from '../text/text-limits';
import { faulty, unfit } from '../text/unfit';
import { FieldProblems } from './field-problems';
import { alertLabels } from './labels';
import { readTimestamp } from './timestamps';

/** The only field of a reduced body, which a client has already read because the original was too large for Temporal. */
export const REDUCED_FIELD = 'incidentReducedEvents';
export const MAX_REDUCED_LABEL = 500_000;
const MAX_IDENTITY = 600;
const MAX_PROBLEMS = 25;
const MAX_LINE = 300;

export function looksReduced(value: unknown): boolean {
  return isFields(value) && Array.isArray(own(value, REDUCED_FIELD));
}

/**
 * Reads events that a client has reduced. Anyone may have sent them, so every part is cleaned and bounded as if it had never
 * been read. @throws InvalidInputError
 */
export function parseReduced(body: unknown, receivedAt: string, sources: readonly string[]): readonly NormalizedEvent[] {
  const list = isFields(body) ? own(body, REDUCED_FIELD) : undefined;
  if (!Array.isArray(list) || list.length === 0) throw faulty('body', 'contains no event', 'at least one event');
  return list.map((item, index) => {
    if (!isFields(item)) throw unfit(`${REDUCED_FIELD}[${index}]`, item, 'is not an event', 'an object');
    return eventIn(item, receivedAt, sources);
  });
}

function eventIn(fields: Fields, receivedAt: string, sources: readonly string[]): NormalizedEvent {
  const line = (name: string, max: number) => cleanLine(textIn(fields, name), max);
  const title = line('title', TITLE_CHARS);
  if (title === '') throw faulty('title', 'no title was found', 'text');
  const severity = own(fields, 'severity');
  const problems = new FieldProblems();
  const labels = alertLabels(own(fields, 'labels'), 'labels', problems, { clean: (text) => cleanLine(text, MAX_REDUCED_LABEL) });
  const links = own(fields, 'links');
  return {
    source: sources.find((name) => name === own(fields, 'source')) ?? 'generic',
    status: EVENT_STATUSES.find((status) => status === own(fields, 'status')) ?? 'firing',
    severity: isSeverity(severity) ? severity : DEFAULT_SEVERITY,
    severityDefaulted: !isSeverity(severity) || own(fields, 'severityDefaulted') === true,
    severityRaw: line('severityRaw', 60) || null,
    title,
    alertName: line('alertName', NAME_CHARS) || title,
    description: cleanText(textIn(fields, 'description'), DESCRIPTION_CHARS),
    fingerprint: line('fingerprint', MAX_IDENTITY) || null,
    startedAt: readTimestamp(own(fields, 'startedAt'), receivedAt).at,
    links: readLinks(Array.isArray(links) ? links : []),
    labels,
    problems: [...problemsIn(own(fields, 'problems')), ...problems.list()],
    statusNote: noteIn(own(fields, 'statusNote')),
    firing: firingIn(own(fields, 'firing'), receivedAt),
  };
}

function problemsIn(raw: unknown): readonly FieldProblem[] {
  const list = Array.isArray(raw) ? raw.slice(0, MAX_PROBLEMS).filter(isFields) : [];
  const line = (fields: Fields, name: string) => cleanLine(textIn(fields, name), MAX_LINE);
  return list.map((problem) => ({ field: line(problem, 'field'), value: line(problem, 'value'), taken: line(problem, 'taken') }));
}

function noteIn(raw: unknown): StatusNote | null {
  if (!isFields(raw)) return null;
  const kind = STATUS_NOTE_KINDS.find((known) => known === own(raw, 'kind'));
  return kind === undefined ? null : { kind, text: cleanLine(textIn(raw, 'text'), MAX_LINE) };
}

function firingIn(raw: unknown, receivedAt: string): FiringAlerts {
  const fields = isFields(raw) ? raw : {};
  const [count, listed, newest] = [own(fields, 'count'), own(fields, 'fingerprints'), own(fields, 'newestStartedAt')];
  const start = readTimestamp(newest, receivedAt);
  return firingOf({
    count: typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : 0,
    fingerprints: (Array.isArray(listed) ? listed : []).filter((item) => typeof item === 'string').map((item) => cleanLine(item, MAX_LINE)),
    newestStartedAt: start.from === 'given' ? start.at : null,
  });
}

function textIn(fields: Fields, name: string): string {
  const value = own(fields, name);
  return typeof value === 'string' ? value : '';
}
