export type Fields = Readonly<Record<string, unknown>>;

/** A value in a short safe form for an error: JSON, without control characters, at most 60 characters. */
export function shown(value: unknown): string {
  let text: string;
  try {
    // JSON would turn a number beyond its range into null, which the sender did not write.
    text = typeof value === 'number' ? String(value) : (JSON.stringify(bounded(value)) ?? String(value));
  } catch {
    text = typeof value;
  }
  const chars = [...text.slice(0, 200)].map((char) => (/\p{C}/u.test(char) ? '?' : char));
  return chars.length > 60 ? `${chars.slice(0, 59).join('')}…` : chars.join('');
}

/** There is no need to process a megabyte of text to quote sixty characters. */
function bounded(value: unknown): unknown {
  return typeof value === 'string' ? value.slice(0, 200) : value;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own property; values from a prototype or `__proto__` do not count. */
export function own(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** The first given field among these names, with its name. */
export function firstOf(fields: Fields, names: readonly string[]): { name: string; value: unknown } | undefined {
  const name = names.find((candidate) => {
    const value = own(fields, candidate);
    return value !== undefined && value !== null && value !== '';
  });
  return name === undefined ? undefined : { name, value: own(fields, name) };
}

/** All given fields among these names, in order. */
export function givenOf(fields: Fields, names: readonly string[]): readonly { name: string; value: unknown }[] {
  return names
    .map((name) => ({ name, value: own(fields, name) }))
    .filter(({ value }) => value !== undefined && value !== null && value !== '');
}

const WORD_FIELDS = ['name', 'value', 'label', 'level', 'severity', 'status', 'state', 'text', 'summary', 'id'];

/** The text of a value: the value itself, the first of a list, or the name field of an object. */
export function wordIn(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.find((item) => typeof item === 'string');
  if (!isFields(value)) return typeof value === 'string' ? value : undefined;
  const name = WORD_FIELDS.find((field) => typeof own(value, field) === 'string');
  return name === undefined ? undefined : (own(value, name) as string);
}

/** Text, or a number that JSON holds exactly, as text; undefined for anything else. */
export function plainText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : undefined;
}
