import { InvalidInputError } from './errors';

export type Fields = Readonly<Record<string, unknown>>;

/** A value in a short safe form for an error: JSON, without control characters, at most 60 characters. */
export function shown(value: unknown): string {
  let text: string;
  try {
    // JSON would say null of a number beyond its range, which nobody wrote.
    text = typeof value === 'number' ? String(value) : (JSON.stringify(bounded(value)) ?? String(value));
  } catch {
    text = typeof value;
  }
  const chars = [...text.slice(0, 200)].map((char) => (/\p{C}/u.test(char) ? '?' : char));
  return chars.length > 60 ? `${chars.slice(0, 59).join('')}…` : chars.join('');
}

/** A text of a megabyte is not worth quoting for sixty characters of it. */
function bounded(value: unknown): unknown {
  return typeof value === 'string' ? value.slice(0, 200) : value;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own property; what a prototype or `__proto__` brings in is nobody's field. */
export function own(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** The first of the names that is given, with its name. */
export function firstOf(fields: Fields, names: readonly string[]): { name: string; value: unknown } | undefined {
  const name = names.find((candidate) => {
    const value = own(fields, candidate);
    return value !== undefined && value !== null && value !== '';
  });
  return name === undefined ? undefined : { name, value: own(fields, name) };
}

/** Text or number as text. @throws InvalidInputError naming the field for anything else. */
export function textOf(value: unknown, field: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  throw new InvalidInputError(field, `${shown(value)} is no text`, 'text');
}

/** The first of the names as text, or undefined. The error names `field`, the name in our own words. */
export function optionalText(fields: Fields, names: readonly string[], field: string): string | undefined {
  const found = firstOf(fields, names);
  return found === undefined ? undefined : textOf(found.value, field);
}
