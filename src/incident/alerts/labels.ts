import { cleanLine } from '../text/clean-text';
import { InvalidInputError } from '../text/errors';
import { type Fields, firstOf, isFields, plainText } from '../text/read-fields';
import { unfit } from '../text/unfit';
import type { FieldProblems } from './field-problems';

/** The limit for requested labels. They decide privacy, so too many are refused rather than silently cut. */
const MAX_ASKED = 1_000;
const MAX_KEPT = 60;
const MAX_VALUE = 500;
const SEPARATOR = ', ';
const PAIR = /^([^:=]+)[:=](.*)$/s;

type Labels = Record<string, string>;

export interface LabelOptions {
  /** Makes a value clean text; default: one line of at most 500 characters. */
  readonly clean?: (value: string) => string;
  /** The labels to add to. An alert may have tens of thousands, too many to copy for each field that holds some. */
  readonly into?: Labels;
}

/**
 * Requested labels, as clean text. A null is dropped, and so is a number beyond JSON's range.
 * @throws InvalidInputError if the value does not hold labels, or holds more than 1,000.
 */
export function readLabels(raw: unknown, field: string): Labels {
  if (raw === undefined || raw === null) return {};
  if (typeof raw !== 'object') throw unfit(field, raw, 'is not a set of labels', 'an object whose values are strings');
  const labels = addPairs({}, Array.isArray(raw) ? raw.map((pair) => pairOf(pair, field)) : Object.entries(raw as Fields));
  if (Object.keys(labels).length > MAX_ASKED)
    throw new InvalidInputError(field, `has ${Object.keys(labels).length} labels`, `at most ${MAX_ASKED}`);
  return labels;
}

/**
 * All labels of an alert, since any of them may ask for privacy. A plain string is read like tags; any other type is
 * ignored. Both are recorded as problems, and neither loses the alert.
 */
export function alertLabels(
  raw: unknown,
  field: string,
  problems: FieldProblems,
  { clean = cleanValue, into = {} }: LabelOptions = {},
): Labels {
  if (raw === undefined || raw === null || raw === '') return into;
  if (isFields(raw)) return addFields(into, raw, clean);
  const tags = typeof raw === 'string' || Array.isArray(raw) ? addPairs({}, taggedIn(raw), clean) : {};
  const kept = Object.keys(tags).length;
  problems.note(field, raw, kept === 0 ? 'nothing' : `${kept} label${kept === 1 ? '' : 's'}`);
  return Object.assign(into, tags);
}

/** Tags in common forms: `["env:prod", "security"]` or `env:prod,security`; a bare word becomes `word=true`. */
export function readTags(raw: unknown, problems: FieldProblems, into: Labels = {}): Labels {
  const isUsual = typeof raw === 'string' || Array.isArray(raw);
  return isUsual ? addPairs(into, taggedIn(raw)) : alertLabels(raw, 'tags', problems, { into });
}

/** `[{"name": "zone", "value": "2"}]`, also with capitals, with keys, or as pairs, as fields; what names nothing is left out. */
export function namedFields(list: unknown): Fields {
  if (!Array.isArray(list)) return {};
  const pairs = list.map((item) => {
    if (Array.isArray(item)) return [plainText(item[0]), item[1]] as const;
    const read = (...names: readonly string[]) => (isFields(item) ? firstOf(item, names)?.value : undefined);
    return [plainText(read('name', 'Name', 'key')), read('value', 'Value')] as const;
  });
  return Object.fromEntries(pairs.filter(([name]) => name !== undefined && name !== '__proto__'));
}

function taggedIn(raw: string | readonly unknown[]): readonly (readonly [string, unknown])[] {
  const tags = typeof raw === 'string' ? raw.split(',') : raw;
  return tags.filter((tag) => typeof tag === 'string').map((tag) => pairIn(tag) ?? [tag, 'true']);
}

function cleanValue(value: string): string {
  return cleanLine(value, MAX_VALUE);
}

/** The individual values of a label. A label shared by several alerts may hold a list: `db-1:5432, db-2:5432`. */
export function valuesOf(label: string): readonly string[] {
  return [...new Set([label, ...label.split(',')].map((value) => value.trim()))];
}

/**
 * The labels that an incident keeps: the first 60, each value at most 500 characters. Privacy is decided before that, from
 * all labels.
 */
export function keptLabels(labels: Readonly<Labels>): Labels {
  const kept = Object.keys(labels).slice(0, MAX_KEPT);
  return Object.fromEntries(kept.map((name) => [name, cleanValue(labels[name] ?? '')]));
}

/** The labels of a group of alerts: all values of all sets, each once. */
export function mergeLabels(sets: readonly Readonly<Labels>[]): Labels {
  const values = new Map<string, Set<string>>();
  for (const labels of sets) {
    for (const name of Object.keys(labels)) values.set(name, (values.get(name) ?? new Set()).add(labels[name] ?? ''));
  }
  return Object.fromEntries([...values].map(([name, given]) => [name, [...given].join(SEPARATOR)]));
}

/** `["env:prod", "team=db"]`. */
function pairOf(raw: unknown, field: string): readonly [string, unknown] {
  const pair = typeof raw === 'string' ? pairIn(raw) : null;
  if (pair !== null) return pair;
  throw unfit(field, raw, 'is not a label', 'an object whose values are strings, or "key:value" strings');
}

function pairIn(text: string): readonly [string, string] | null {
  const match = PAIR.exec(text);
  return match === null ? null : [match[1] ?? '', match[2] ?? ''];
}

function addPairs(labels: Labels, pairs: readonly (readonly [string, unknown])[], clean = cleanValue): Labels {
  for (const [name, value] of pairs) add(labels, name, value, clean);
  return labels;
}

/** Iterates over keys, because V8 takes far longer over the entries of a large object. */
function addFields(labels: Labels, fields: Fields, clean: (value: string) => string): Labels {
  for (const name of Object.keys(fields)) add(labels, name, fields[name], clean);
  return labels;
}

function add(labels: Labels, key: string, value: unknown, clean: (value: string) => string): void {
  const text = textOf(value);
  const name = cleanLine(key, 100);
  if (text !== null && name !== '' && name !== '__proto__') labels[name] = clean(text);
}

/** A nested value stays as JSON: the mere presence of a label may make a room private. */
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

/**
 * As many of these labels as fit into so many characters, the shortest first, so that one long label does not crowd out the
 * others. The last one that fits is cut.
 */
export function labelsWithin(labels: Readonly<Labels>, names: readonly string[], room: number): ReadonlyMap<string, string> {
  const kept = new Map<string, string>();
  let left = room;
  for (const name of [...names].sort((a, b) => (labels[a] ?? '').length - (labels[b] ?? '').length)) {
    left -= name.length;
    if (left < 0) break;
    const value = (labels[name] ?? '').slice(0, left);
    left -= value.length;
    kept.set(name, value);
  }
  return kept;
}
