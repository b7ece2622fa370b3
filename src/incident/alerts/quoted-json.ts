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

/** The same of a text that is the base64 of another text; undefined if it is not. */
export function unquotedBase64(encoded: string): unknown {
  try {
    const bytes = Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0));
    return unquoted(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
