import { isTooDeep } from './json-depth';

/** An object or a list that was sent as JSON in a text, parsed; anything else as it is. */
export function unquoted(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return value;
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'object' && parsed !== null && !isTooDeep(parsed) ? parsed : value;
  } catch {
    return value;
  }
}
