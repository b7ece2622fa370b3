import { cleanLine } from './clean-text';
import { type Fields, own } from './read-fields';
import { invalid, isRefusal, type Refusal } from './refusal';

export const MAX_NAME = 200;
const MAX_TEXT = 3_000;
const NOT_EMPTY = 'text that is not empty';

type Read<Values> = { readonly [Field in keyof Values]: Exclude<Values[Field], Refusal> };
/** Missing fields are left out rather than undefined. */
type Given<Values> = {
  readonly [Field in keyof Values as undefined extends Values[Field] ? never : Field]: Values[Field];
} & { readonly [Field in keyof Values as undefined extends Values[Field] ? Field : never]?: Exclude<Values[Field], undefined> };

/** The fields that were read, or the first refusal among them. A field without a value is left out. */
export function fieldsOf<Values extends Readonly<Record<string, unknown>>>(values: Values): Given<Read<Values>> | Refusal {
  const refused = Object.values(values).find(isRefusal);
  if (refused !== undefined) return refused;
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Given<Read<Values>>;
}

export function optionalText(fields: Fields, field: string, max = MAX_TEXT): string | undefined | Refusal {
  const value = own(fields, field);
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') return invalid(field, 'must be text', 'text');
  const text = value.trim();
  if (text.length > max) return invalid(field, `has ${text.length} characters`, `at most ${max} characters`);
  return text === '' ? undefined : text;
}

export function requiredText(fields: Fields, field: string, max = MAX_TEXT): string | Refusal {
  return optionalText(fields, field, max) ?? invalid(field, 'is missing', NOT_EMPTY);
}

/** One line without invisible characters. `what` says what is allowed. */
export function requiredLine(fields: Fields, field: string, max: number, what: string): string | Refusal {
  const text = requiredText(fields, field, max);
  if (isRefusal(text)) return text;
  const line = cleanLine(text, max);
  return line === '' ? invalid(field, 'has no visible characters', what) : line;
}

/** Texts from a list or from comma-separated text; each once. */
export function optionalList(fields: Fields, field: string, max: number): readonly string[] | undefined | Refusal {
  const value = own(fields, field);
  if (value === undefined || value === null) return undefined;
  const items: unknown[] = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [0];
  if (!items.every((item) => typeof item === 'string')) return invalid(field, 'must be a list of strings', 'a list of strings');
  const texts = [...new Set(items.map((item) => cleanLine(item, MAX_NAME)).filter((item) => item !== ''))];
  return texts.length > max ? invalid(field, `has ${texts.length} entries`, `at most ${max}`) : texts;
}

export function requiredList(fields: Fields, field: string, max: number, what: string): readonly string[] | Refusal {
  const list = optionalList(fields, field, max);
  return list === undefined || (!isRefusal(list) && list.length === 0) ? invalid(field, 'is missing', what) : list;
}
