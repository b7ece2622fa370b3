import { assertNever } from '../text/assert-never';
import { isFields } from '../text/read-fields';

/** A part of a service that its health page calls broken. */
export interface FailingComponent {
  readonly name: string;
  /** In the page's own word. */
  readonly status: string;
  /** The texts that the page has about it, one a line; empty if there are none. Untrusted text. */
  readonly said: string;
}

type Health = 'good' | 'bad' | 'unclear';

/** The words of Spring Boot, ASP.NET, MicroProfile, Terminus and the draft for health+json, in lower case. */
const WORDS: ReadonlyMap<string, Health> = new Map([
  ...['up', 'ok', 'pass', 'passing', 'healthy', 'operational', 'success'].map((word) => [word, 'good'] as const),
  ...['down', 'out_of_service', 'fail', 'failed', 'failing', 'unhealthy', 'error', 'critical'].map((word) => [word, 'bad'] as const),
  ...['warn', 'warning', 'degraded'].map((word) => [word, 'bad'] as const),
  ...['unknown', 'disabled'].map((word) => [word, 'unclear'] as const),
]);
/** What such pages call the part that lists the components. */
const LISTS = new Set(['components', 'entries', 'checks', 'details', 'results', 'info', 'error', 'dependencies', 'services']);
/** As Go programs and Kubernetes print it. */
const LINE = /^\[-\] ?([\w./-]{1,100}) (failed\b.*)$/gm;
const MAX_COMPONENTS = 5;
const MAX_DEPTH = 6;
const MAX_SAID = 2_000;

/** The components that a health page calls broken, the innermost of each branch. Empty if it is no such page, or names none. */
export function failingComponents(text: string): readonly FailingComponent[] {
  const page = parsed(text);
  const found = isFields(page) ? failingIn(page, isHealth(page), 0) : failingLines(text);
  const all = new Map(found.map((component) => [component.name, component]));
  return [...all.values()].slice(0, MAX_COMPONENTS);
}

function failingLines(text: string): readonly FailingComponent[] {
  return Array.from(text.matchAll(LINE), ([, name = '', said = '']) => ({ name, status: 'failed', said }));
}

/** @param isList Whether what the fields hold are components, rather than anything that has a status. */
function failingIn(fields: Readonly<Record<string, unknown>>, isList: boolean, depth: number): readonly FailingComponent[] {
  if (depth > MAX_DEPTH) return [];
  return Object.entries(fields).flatMap(([key, value]): readonly FailingComponent[] => {
    if (LISTS.has(key) && isFields(value) && !isHealth(value)) return failingIn(value, true, depth + 1);
    if (Array.isArray(value))
      return value.filter(isFields).flatMap((one) => failingAt(nameOf(one, key), one, LISTS.has(key) || isList, depth));
    return isFields(value) ? failingAt(key, value, isList, depth) : [];
  });
}

function failingAt(name: string, fields: Readonly<Record<string, unknown>>, isList: boolean, depth: number): readonly FailingComponent[] {
  const { status } = fields;
  const inner = failingIn(fields, false, depth + 1);
  if (!isList || typeof status !== 'string') return inner;
  const health = WORDS.get(status.toLowerCase()) ?? 'unclear';
  switch (health) {
    case 'bad':
      return inner.length > 0 ? inner : [{ name, status, said: textsIn(fields, 0).join('\n').slice(0, MAX_SAID) }];
    case 'good':
    case 'unclear':
      return inner;
    default:
      return assertNever(health);
  }
}

const isHealth = ({ status }: Readonly<Record<string, unknown>>): boolean => typeof status === 'string' && WORDS.has(status.toLowerCase());

function nameOf(fields: Readonly<Record<string, unknown>>, list: string): string {
  return [fields.name, fields.key, fields.componentId].find((one): one is string => typeof one === 'string' && one !== '') ?? list;
}

/** All texts below, except the status itself. */
function textsIn(value: unknown, depth: number): readonly string[] {
  if (typeof value === 'string') return [value];
  if (depth > MAX_DEPTH || typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => (key === 'status' ? [] : textsIn(one, depth + 1)));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
