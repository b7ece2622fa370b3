import { InvalidInputError } from './errors';
import { shown } from './read-fields';

export function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}

/** Texts as a list, or as one text with commas: start input can be sent by hand, past the types. @throws InvalidInputError */
export function listOf(list: unknown, field: string): readonly string[] {
  if (isAbsent(list)) return [];
  if (typeof list === 'string') return list.split(',');
  if (Array.isArray(list) && list.every((item) => typeof item === 'string')) return list;
  throw new InvalidInputError(field, `${shown(list)} is not a list of strings`, 'a list of strings');
}
