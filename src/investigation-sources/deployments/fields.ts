import { isFields, own } from '../../incident/text/read-fields';
import { SourceError } from '../source-error';

/** The value at a path of an answer; undefined if any step is missing. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((at, name) => (isFields(at) ? own(at, name) : undefined), value);
}

/** A text, or a number as text; empty if there is neither. */
export function textAt(value: unknown, ...path: readonly string[]): string {
  const text = valueAt(value, ...path);
  return typeof text === 'string' ? text : typeof text === 'number' ? String(text) : '';
}

/** @throws SourceError if the answer is not a list. */
export function listIn(answer: unknown, label: string): readonly unknown[] {
  if (Array.isArray(answer)) return answer;
  throw new SourceError('source_answer_unreadable', `${label}: the answer is not a list`, 'Check that its url is the address of its API.');
}

/** A time in milliseconds: ISO 8601, or seconds or milliseconds since 1970. Null for anything else. */
export function millisecondsOf(value: unknown): number | null {
  // Seconds pass this value in the year 5138, milliseconds passed it in 1973.
  if (typeof value === 'number') return value < 1e11 ? value * 1_000 : value;
  const text = typeof value === 'string' ? value : '';
  const ms = /^\d{9,13}$/.test(text) ? (millisecondsOf(Number(text)) ?? Number.NaN) : Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}

/** The first line of a message, as of a commit. */
export function firstLine(text: string): string {
  return text.split('\n', 1)[0]?.trim() ?? '';
}

/** A revision as people write it. */
export function shortRevision(revision: string): string {
  return /^[0-9a-f]{40}$/.test(revision) ? revision.slice(0, 8) : revision;
}
