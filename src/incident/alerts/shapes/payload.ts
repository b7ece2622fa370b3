import type { EventStatus } from '../../model/incident';
import { cleanLine } from '../../text/clean-text';
import { type Fields, isFields, own, plainText, wordIn } from '../../text/read-fields';
import { FieldProblems } from '../field-problems';
import { alertLabels } from '../labels';
import { NO_SEVERITY, type ReadSeverity, readSeverity } from '../severity-words';
import { readStatusText } from '../status-words';
import { isTemplateRemains } from '../template-remains';
import { namesNoZone, readTimestamp } from '../timestamps';

type Labels = Record<string, string>;

export interface Candidate {
  /** As the payload names it, for `problems`. */
  readonly field: string;
  readonly value: unknown;
}

export interface Start {
  readonly at: string;
  /** Equal to `at` if the payload says that the trouble started then; null if it only dates the message. */
  readonly given: string | null;
}

/** A vendor's own words for a status, without case, blanks and punctuation. */
export type StatusWords = ReadonlyMap<string, EventStatus>;

/** @param words each status with the vendor's words for it, separated by blanks. */
export function statusWords(words: Readonly<Partial<Record<EventStatus, string>>>): StatusWords {
  return new Map(Object.entries(words).flatMap(([status, list]) => list.split(' ').map((word) => [word, status as EventStatus] as const)));
}

/** `Re-Triggered` and `re_triggered` become `retriggered`. */
export function foldedWord(text: string): string {
  return cleanLine(text, 100)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/**
 * The fields of a vendor's payload, read by path: `data.essentials.alertId`, where a number picks from a list. A field that
 * cannot be read as what it should be is a problem, and the next candidate is tried.
 */
export class Payload {
  constructor(
    readonly root: Fields,
    readonly receivedAt: string,
    readonly problems = new FieldProblems(),
  ) {}

  value(path: string): unknown {
    let at: unknown = this.root;
    for (const name of path.split('.')) {
      if (Array.isArray(at)) at = at[Number(name)];
      else at = isFields(at) ? own(at, name) : undefined;
    }
    return at;
  }

  /** Empty if it is not an object. */
  fields(path: string): Fields {
    const value = this.value(path);
    return isFields(value) ? value : {};
  }

  /** Empty if it is not a list. */
  list(path: string): readonly unknown[] {
    const value = this.value(path);
    return Array.isArray(value) ? value : [];
  }

  /** The first of these fields that holds visible text; that of a list or an object if it holds some. Empty if none does. */
  text(...paths: readonly string[]): string {
    const read = this.given(paths).map(({ field, value }) => ({ field, value, text: usable(plainText(value) ?? wordIn(value)) }));
    const found = read.find(({ text }) => text !== '');
    for (const { field, value, text } of found === undefined ? read : read.slice(0, read.indexOf(found) + 1)) {
      if (text === '' || plainText(value) === undefined) this.problems.note(field, value, cleanLine(found?.text ?? '', 60) || 'nothing');
    }
    return found?.text ?? '';
  }

  /** The first of these fields that identifies something; empty if none does. 0 does; a number that JSON has rounded does not. */
  id(...paths: readonly string[]): string {
    const read = this.given(paths).map(({ field, value }) => ({ field, value, id: usable(plainText(value)) }));
    const found = read.find(({ id }) => id !== '');
    for (const { field, value } of found === undefined ? read : read.slice(0, read.indexOf(found))) {
      this.problems.note(field, value, found === undefined ? 'nothing' : cleanLine(found.id, 60));
    }
    return found?.id ?? '';
  }

  severity(...paths: readonly string[]): ReadSeverity {
    return this.severityAmong(this.given(paths));
  }

  /** The first known severity; if none is known, the first one given, to be shown as spelled. */
  severityAmong(candidates: readonly Candidate[]): ReadSeverity {
    const read = candidates
      .map(({ field, value }) => ({ field, value, read: readSeverity(value) }))
      .filter(({ read: { raw } }) => raw !== null);
    const known = read.findIndex(({ read: { defaulted } }) => !defaulted);
    const chosen = read[Math.max(known, 0)]?.read ?? NO_SEVERITY;
    for (const { field, value, read: one } of known < 0 ? read : read.slice(0, known + 1)) {
      if (one.isOdd) this.problems.note(field, value, chosen.defaulted ? `${chosen.severity}, the default` : chosen.severity);
    }
    return chosen;
  }

  /**
   * The status that the first readable of these fields names, in the vendor's words or in the usual ones; `fallback` if none
   * does, which is a problem if there was one to read.
   */
  status(words: StatusWords, fallback: EventStatus, ...paths: readonly string[]): EventStatus {
    const given = this.given(paths);
    for (const { value } of given) {
      const word = wordIn(value);
      const status = word === undefined ? undefined : (words.get(foldedWord(word)) ?? certain(word));
      if (status !== undefined) return status;
    }
    for (const { field, value } of given) this.problems.note(field, value, fallback);
    return fallback;
  }

  /** The first readable time: one of the trouble, else one of the message, else that of receipt. */
  start(starts: readonly string[], messageTimes: readonly string[] = []): Start {
    const read = this.given([...starts, ...messageTimes]).map(({ field, value }) => ({
      field,
      value,
      ...readTimestamp(value, this.receivedAt),
    }));
    const found = read.find(({ from }) => from === 'given');
    for (const { field, value, from } of found === undefined ? read : read.slice(0, read.indexOf(found))) {
      if (from === 'unread') this.problems.note(field, value, found?.at ?? `${this.receivedAt}, the time of receipt`);
    }
    if (found === undefined) return { at: this.receivedAt, given: null };
    if (namesNoZone(found.value)) this.problems.note(found.field, found.value, `${found.at} (read as UTC, because no time zone was given)`);
    return { at: found.at, given: starts.includes(found.field) ? found.at : null };
  }

  /** Labels of single fields, by the label's name; a field without plain text makes none. */
  labels(paths: Readonly<Record<string, string>>, into: Labels = {}): Labels {
    const plain = Object.entries(paths).map(([name, path]) => [name, usable(plainText(this.value(path)))]);
    return alertLabels(Object.fromEntries(plain.filter(([, text]) => text !== '')), 'labels', this.problems, { into });
  }

  private given(paths: readonly string[]): readonly Candidate[] {
    return paths
      .map((field) => ({ field, value: this.value(field) }))
      .filter(({ value }) => value !== undefined && value !== null && value !== '');
  }
}

/** Empty if it is not a value: nothing visible, or a macro that was not filled in. */
function usable(text: string | undefined): string {
  return text === undefined || isTemplateRemains(text) || cleanLine(text, 10) === '' ? '' : text;
}

function certain(word: string): EventStatus | undefined {
  const read = readStatusText(word);
  return read === undefined || read.isVague ? undefined : read.status;
}
