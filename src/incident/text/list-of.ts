import { InvalidInputError } from './errors';
import { shown } from './read-fields';

export function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}

/** Texts from a list or from comma-separated text, because start input may be typed by hand. @throws InvalidInputError */
export function listOf(list: unknown, field: string): readonly string[] {
  if (isAbsent(list)) return [];
  if (typeof list === 'string') return list.split(',');
  if (Array.isArray(list) && list.every((item) => typeof item === 'string')) return list;
  throw new InvalidInputError(field, `${shown(list)} is not a list of strings`, 'a list of strings');
}
