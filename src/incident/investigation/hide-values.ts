import { UNSEEN } from '../text/clean-text';

/**
 * As many consecutive characters of a secret are removed wherever they stand, so that a part is hidden, too: output is cut at
 * limits, and a probe may cut it as well.
 */
const PART = 8;
/** Shorter secrets would be found in ordinary words. */
export const SHORTEST_SECRET = 6;

/** What programs put between the characters of what they wrap or dump. */
const SEPARATOR = /[\s:]/;

/**
 * The text without the secrets, by name, in any form in which programs print them: plain, in base64, percent-encoded, in JSON, in
 * HTML, in hexadecimal; each also wrapped at any width, as a dump with separators, and with colours or invisible characters
 * inside, which are removed before the text is shown.
 */
export function hideValues(text: string, secrets: Readonly<Record<string, string>>): string {
  return Object.entries(secrets).reduce((rest, [name, value]) => hideValue(rest, `[secret ${name}]`, value), text);
}

function hideValue(text: string, mark: string, value: string): string {
  const isHidden = new Uint8Array(text.length);
  const forms = secretForms(value);
  const visible = forms.map((form) => form.replace(UNSEEN, '')).filter(({ length }) => length >= SHORTEST_SECRET);
  const everything = Array.from({ length: text.length }, (_, at) => at);
  const seen = everything.filter(seenIn(text));
  markParts(text, everything, forms, isHidden);
  if (seen.length < text.length) markParts(charsAt(text, seen), seen, visible, isHidden);
  const joined = seen.filter((at) => !SEPARATOR.test(text[at] ?? ''));
  const together = visible.map((form) => form.replaceAll(new RegExp(SEPARATOR, 'g'), ''));
  // A shorter one would be found across ordinary words.
  const long = together.filter(({ length }) => length >= PART);
  markParts(charsAt(text, joined), joined, long, isHidden);
  let kept = '';
  for (let at = 0; at < text.length; at += 1) {
    if (isHidden[at] === 0) kept += text[at];
    else if (isHidden[at - 1] !== 1) kept += mark;
  }
  return kept;
}

/** Whether a place of the text is still there once it has been cleaned. */
function seenIn(text: string): (at: number) => boolean {
  const isUnseen = new Uint8Array(text.length);
  for (const { 0: found, index } of text.matchAll(UNSEEN)) isUnseen.fill(1, index, index + found.length);
  return (at) => isUnseen[at] === 0;
}

const charsAt = (text: string, places: readonly number[]): string => places.map((at) => text[at]).join('');

/** @param places Where each character of the text is in the whole. */
function markParts(text: string, places: readonly number[], forms: readonly string[], isHidden: Uint8Array): void {
  const bySize = new Map<number, Set<string>>();
  for (const form of forms) {
    const size = Math.min(PART, form.length);
    const parts = bySize.get(size) ?? new Set();
    bySize.set(size, parts);
    for (let at = 0; at + size <= form.length; at += 1) parts.add(form.slice(at, at + size));
  }
  for (const [size, parts] of bySize) {
    for (let at = 0; at + size <= text.length; at += 1) {
      if (parts.has(text.slice(at, at + size))) isHidden.fill(1, places[at], (places[at + size - 1] ?? 0) + 1);
    }
  }
}

/** A secret in the forms in which programs print it; none that would be found in ordinary words. */
export function secretForms(value: string): readonly string[] {
  const percent = encodeURIComponent(value.toWellFormed());
  const strict = percent.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  const json = JSON.stringify(value).slice(1, -1);
  const hex = Buffer.from(value).toString('hex');
  const base64 = [0, 1, 2].map((before) => insideBase64(value, before));
  return [
    value,
    json,
    // As PHP writes it.
    json.replaceAll('/', '\\/'),
    // As Go, Python and .NET write it.
    json.replace(/[<>&]/g, inUnicode),
    json.replace(/[^ -~]/g, inUnicode),
    value.replaceAll('\\', '\\\\').replace(/[<>&"'+`]|[^ -~]/g, (char) => inUnicode(char).toUpperCase().replace('U', 'u')),
    inHtml(value),
    // As Python's and many a template's functions write it.
    inHtml(value).replaceAll('&#39;', '&#x27;').replaceAll('/', '&#x2F;'),
    // As Go's functions and its templates write it.
    inHtml(value).replaceAll('&quot;', '&#34;'),
    inHtml(value).replaceAll('&quot;', '&#34;').replaceAll('+', '&#43;'),
    percent,
    // As most programs but browsers write it.
    strict,
    strict.replaceAll('%2F', '/'),
    percent.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    percent.replaceAll('%20', '+'),
    hex,
    hex.toUpperCase(),
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  ].filter((form) => form.length >= SHORTEST_SECRET);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const inUnicode = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
const inHtml = (value: string): string => value.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);

/** The characters that the value alone determines if so many other bytes stand before it, as in `user:password`. */
function insideBase64(value: string, bytesBefore: number): string {
  const bytes = Buffer.concat([Buffer.alloc(bytesBefore), Buffer.from(value)]);
  return bytes.toString('base64').slice(Math.ceil((bytesBefore * 8) / 6), Math.floor((bytes.length * 8) / 6));
}
