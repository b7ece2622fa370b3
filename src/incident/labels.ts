import { cleanLine } from './clean-text';
import { InvalidInputError } from './errors';
import { type Fields, isFields, shown } from './read-fields';

/** What privacy is decided from must not be cut off silently, so more than these are refused. */
const MAX_LABELS = 1_000;
const MAX_KEPT = 60;
const MAX_VALUE = 500;
const SEPARATOR = ', ';
const PAIR = /^([^:=]+)[:=](.*)$/s;

/**
 * Labels as clean text; null is dropped, and so is a number beyond what JSON can hold.
 * `clean` makes a value clean text; default: one line of at most 500 characters.
 * @throws InvalidInputError for what holds no labels, and for more than 1,000 of them.
 */
export function readLabels(raw: unknown, field: string, clean = cleanValue): Record<string, string> {
  if (raw === undefined || raw === null) return {};
  if (Array.isArray(raw))
    return cleaned(
      raw.map((pair) => pairOf(pair, field)),
      field,
      clean,
    );
  if (!isFields(raw)) throw new InvalidInputError(field, `${shown(raw)} is no set of labels`, 'an object of texts');
  return cleaned(Object.entries(raw as Fields), field, clean);
}

/** Tags as they are often sent: `["env:prod", "security"]` or `env:prod,security`; a bare word becomes `word=true`. */
export function readTags(raw: unknown): Record<string, string> {
  if (typeof raw !== 'string' && !Array.isArray(raw)) return readLabels(raw, 'tags');
  const tags: readonly unknown[] = typeof raw === 'string' ? raw.split(',') : raw;
  const texts = tags.filter((tag) => typeof tag === 'string');
  return cleaned(
    texts.map((tag) => pairIn(tag) ?? [tag, 'true']),
    'tags',
    cleanValue,
  );
}

function cleanValue(value: string): string {
  return cleanLine(value, MAX_VALUE);
}

/** The single values of a label: one that several alerts share may hold a list, `db-1:5432, db-2:5432`. */
export function valuesOf(label: string): readonly string[] {
  return [...new Set([label, ...label.split(',')].map((value) => value.trim()))];
}

/** As an incident keeps them: the first 60, each value at most 500 characters. Privacy is decided before, from all. */
export function keptLabels(labels: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(labels).slice(0, MAX_KEPT);
  return Object.fromEntries(kept.map(([name, value]) => [name, cleanValue(value)]));
}

/** What all of the sets say, each value once; the labels of a group of alerts. */
export function mergeLabels(sets: readonly Readonly<Record<string, string>>[]): Record<string, string> {
  const values = new Map<string, Set<string>>();
  for (const [name, value] of sets.flatMap((labels) => Object.entries(labels))) {
    values.set(name, (values.get(name) ?? new Set()).add(value));
  }
  return Object.fromEntries([...values].map(([name, given]) => [name, [...given].join(SEPARATOR)]));
}

/** `["env:prod", "team=db"]`. */
function pairOf(raw: unknown, field: string): readonly [string, unknown] {
  const pair = typeof raw === 'string' ? pairIn(raw) : null;
  if (pair !== null) return pair;
  throw new InvalidInputError(field, `${shown(raw)} is no label`, 'an object of texts, or "key:value" texts');
}

function pairIn(text: string): readonly [string, string] | null {
  const match = PAIR.exec(text);
  return match === null ? null : [match[1] ?? '', match[2] ?? ''];
}

function cleaned(pairs: readonly (readonly [string, unknown])[], field: string, clean: (value: string) => string): Record<string, string> {
  const labels = new Map<string, string>();
  for (const [key, value] of pairs) {
    const text = textOf(value);
    const name = cleanLine(key, 100);
    if (text !== null && name !== '' && name !== '__proto__') labels.set(name, clean(text));
    if (labels.size > MAX_LABELS) throw new InvalidInputError(field, 'there are too many', `at most ${MAX_LABELS} labels`);
  }
  return Object.fromEntries(labels);
}

/** A nested value stays as JSON: that a label is there at all may be what makes a room private. */
function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return String(value);
  if (typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(SEPARATOR);
  try {
    return JSON.stringify(value);
  } catch {
    return '?';
  }
}
