import type { EventStatus, StatusNote } from '../../model/incident';
import { type Fields, givenOf, isFields, own, wordIn } from '../../text/read-fields';
import type { FieldProblems } from '../field-problems';
import { endedText, isDataGone } from '../state-reason';
import { type ReadStatus, readStatusText } from '../status-words';
import { readTimestamp } from '../timestamps';
import { withUsualNames } from '../usual-names';
import { GENERIC_FIELDS } from './generic-fields';

const WRAPPERS: readonly string[] = GENERIC_FIELDS.wrapper;

/**
 * The status according to a body's own status and event fields, never its prose. A body without such fields is firing. An
 * alert that ended for lack of data has not recovered: it is ignored, with a note that says why.
 */
export function readGenericStatus(
  event: Fields,
  receivedAt: string,
  problems: FieldProblems,
): { status: EventStatus; statusNote: StatusNote | null } {
  const gone = textsIn(event, [...GENERIC_FIELDS.status, ...GENERIC_FIELDS.event]).find(isDataGone);
  const read = readStatus(event, receivedAt);
  const status = read === 'resolved' && gone !== undefined ? 'firing' : (read ?? 'firing');
  for (const { name, value } of givenOf(event, GENERIC_FIELDS.status)) {
    const isRead = typeof value === 'string' && (readStatusText(value) !== undefined || isDataGone(value));
    if (!isRead) problems.note(name, value, status);
  }
  if (gone !== undefined) return { status, statusNote: status === 'firing' ? noteOf(`no longer has data (${gone})`) : null };
  const reason = status === 'resolved' ? textsIn(event, GENERIC_FIELDS.endReason).find(isDataGone) : undefined;
  if (reason !== undefined) return { status: 'ignored', statusNote: noteOf(endedText('dataVanished', reason)) };
  return { status, statusNote: null };
}

/**
 * The first word that is certain, in the most reliable fields; then a flag or an end time; else a word that might be a
 * severity instead. Undefined if nothing decides it.
 */
function readStatus(event: Fields, receivedAt: string): EventStatus | undefined {
  const fields = [...GENERIC_FIELDS.status, ...GENERIC_FIELDS.event];
  const inner = WRAPPERS.map((name) => own(event, name))
    .filter(isFields)
    .map(withUsualNames);
  const told = [
    ...textsIn(event, fields).map(readStatusText),
    // A severity of "clear" means that the alert has ended. "critical" does not say whether it has, and "normal" may be one
    // severity among others.
    ...textsIn(event, GENERIC_FIELDS.level)
      .filter((text) => text.trim().toLowerCase() !== 'normal')
      .map(readStatusText)
      .filter((read) => read?.status === 'resolved'),
    ...inner.flatMap((wrapped) => textsIn(wrapped, fields)).map(readStatusText),
  ].filter((read): read is ReadStatus => read !== undefined);
  const certain = told.find(({ isVague }) => !isVague)?.status;
  return certain ?? (isOver(event, receivedAt) ? 'resolved' : told[0]?.status);
}

function isOver(event: Fields, receivedAt: string): boolean {
  const says = (names: readonly string[], word: string) =>
    givenOf(event, names).some(
      ({ value }) => (typeof value === 'boolean' || typeof value === 'string') && String(value).toLowerCase() === word,
    );
  return (
    says(GENERIC_FIELDS.overFlag, 'true') ||
    says(GENERIC_FIELDS.goingOnFlag, 'false') ||
    givenOf(event, GENERIC_FIELDS.overTime).some(({ value }) => readTimestamp(value, receivedAt).from === 'given')
  );
}

/**
 * An object under a field that also wraps whole alerts is searched inside, because its contents say more than its name does.
 */
function textsIn(fields: Fields, names: readonly string[]): readonly string[] {
  return givenOf(fields, names).flatMap(({ name, value }) => (isFields(value) && WRAPPERS.includes(name) ? [] : (wordIn(value) ?? [])));
}

function noteOf(what: string): StatusNote {
  return { kind: 'dataVanished', text: `the alert ${what}` };
}
