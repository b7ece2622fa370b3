import { InvalidInputError } from '../text/errors';
import { isFields } from '../text/read-fields';
import { faulty } from '../text/unfit';
import { jsonErrorAt } from './json-place';

/** More than anyone could mean to send. The body is reduced before it goes on to Temporal. */
export const MAX_BODY_BYTES = 50_000_000;
/** More fields than any form has. */
const MAX_FIELDS = 1_000;
/** Fields of a form that senders put a whole alert into, as JSON. */
const WHOLE = ['payload', 'body', 'data', 'json'];

/**
 * The JSON value of a raw body. JSON is read whatever the content type says, since many senders give another one; a form is read
 * only if it says so. A form whose field `payload`, `body`, `data` or `json` holds JSON is that value, any other an object of its
 * fields. A byte order mark is allowed.
 * @param contentType as the request gives it; undefined if it is not known
 * @throws InvalidInputError naming `body` if it is neither, or not in UTF-8.
 */
export function readBody(body: string | Uint8Array, contentType?: string): unknown {
  const text = decode(body);
  if (text.trim() === '') throw faulty('body', 'is empty', 'a JSON object or array');
  try {
    return JSON.parse(text);
  } catch {
    // What begins like JSON is meant as JSON, whatever content type a sender such as curl sends by default.
    const fields = /^\s*[{[]/.test(text) ? null : formIn(text, contentType ?? '');
    if (fields !== null) return formValue(fields);
    throw faulty('body', `is not valid JSON${placeOf(text)}${sentAs(contentType)}`, 'a JSON object or array');
  }
}

/** Whether the value is the fields of a form, rather than JSON. */
export const isForm = (value: unknown): boolean => isFields(value) && Object.getPrototypeOf(value) === null;

/** The error for a form whose fields are not those of an alert. Quotes none of them. */
export function notAnAlert(contentType: string | undefined): InvalidInputError {
  const reason = `is neither JSON nor a form with the fields of an alert${sentAs(contentType)}`;
  return new InvalidInputError('body', reason, 'a JSON object or array', {
    reason,
    hint: 'Send JSON, with the header Content-Type: application/json.',
  });
}

/** The content type without its parameters; nothing if it is not given, or is none. */
function sentAs(contentType: string | undefined): string {
  const kind = /^\s*([\w.+-]{1,60}\/[\w.+-]{1,60})\s*(?:;|$)/.exec(contentType?.slice(0, 200) ?? '')?.[1];
  return kind === undefined ? '' : `; it was sent as ${kind}`;
}

function decode(text: string | Uint8Array): string {
  if (text.length > MAX_BODY_BYTES) throw faulty('body', `is ${text.length} bytes long`, `at most ${MAX_BODY_BYTES} bytes`);
  if (typeof text === 'string') return text.replace(/^\ufeff/, '');
  try {
    return new TextDecoder(encodingOf(text), { fatal: true }).decode(text);
  } catch {
    throw faulty('body', 'is not valid UTF-8', 'JSON in UTF-8');
  }
}

/** UTF-16, which Windows writes, is marked by the first two bytes. */
function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

/** Only the position, because the JavaScript engine's own message quotes the payload. */
function placeOf(text: string): string {
  const at = jsonErrorAt(text);
  if (at === null) return '';
  const lines = text.slice(0, at).split('\n');
  return ` at line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`;
}

/** The fields of a form; null if the content type names none. */
function formIn(text: string, contentType: string): Iterable<readonly [string, string]> | null {
  const type = contentType.slice(0, 1_000);
  const [kind = ''] = type.split(';');
  if (kind.trim().toLowerCase() === 'application/x-www-form-urlencoded') return new URLSearchParams(text.trim());
  const boundary = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(type);
  const isMultipart = kind.trim().toLowerCase() === 'multipart/form-data' && boundary !== null;
  return isMultipart ? partsOf(text, boundary[1] ?? boundary[2] ?? '') : null;
}

/** The text fields of a multipart form; files are left out. */
function* partsOf(text: string, boundary: string): Generator<readonly [string, string]> {
  for (const part of text.split(`--${boundary}`)) {
    const end = /\r?\n\r?\n/.exec(part.slice(0, 10_000));
    if (end === null) continue;
    const name = /;\s*name="([^"]*)"/i.exec(part.slice(0, end.index));
    if (name?.[1] !== undefined) yield [name[1], part.slice(end.index + end[0].length).replace(/\r?\n$/, '')];
  }
}

/** An object without a prototype, because a field may be called `__proto__`. As in JSON, the last of two equal names counts. */
function formValue(form: Iterable<readonly [string, string]>): unknown {
  const fields: Record<string, string> = Object.create(null);
  let count = 0;
  for (const [name, value] of form) {
    count += 1;
    if (count > MAX_FIELDS) throw faulty('body', `is a form of more than ${MAX_FIELDS} fields`, `at most ${MAX_FIELDS} fields`);
    fields[name] = value;
  }
  const name = WHOLE.find((field) => /^\s*[{[]/.test(fields[field] ?? ''));
  if (name === undefined) return fields;
  try {
    return JSON.parse(fields[name] ?? '');
  } catch {
    throw faulty('body', `the field ${name} of the form is not valid JSON${placeOf(fields[name] ?? '')}`, 'a JSON object or array');
  }
}
