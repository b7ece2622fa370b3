import { secretForms } from '../incident/investigation/hide-values';
import { cleanLine, UNSEEN } from '../incident/text/clean-text';
import { hideSecrets } from '../incident/text/hide-secrets';

const MAX_WHY = 200;
const REMOVED = '[secret removed]';
/** Shorter parts of a path are words, such as `enqueue` or `integration`. */
const MIN_KEY_CHARS = 12;

/** A secret as it is, and as it travels in addresses, in headers, and in what quotes them. */
function formsOf(secret: string): readonly string[] {
  return [secret, encodeURIComponent(secret.toWellFormed()), Buffer.from(secret).toString('base64'), ...secretForms(secret)];
}

/** A service's own words, without any secret that they quote, whole or as the beginning. */
export function quoted(text: string, secrets: readonly string[]): string {
  // Secrets are removed before the text is cut, so that no half of one is left.
  const once = withoutEscapes(withoutThese(text, secrets));
  // Cleaning removes what stands inside of one, and so would put it together.
  const bare = once.replaceAll('\t', ' ').replace(UNSEEN, '');
  const twice = withoutBeginnings(withoutThese(bare, secrets), secrets);
  const hidden = twice === bare ? once : twice;
  return cleanLine(hideSecrets(hidden), MAX_WHY);
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** As people read it: what JSON and HTML have escaped, once or several times, would be hard to read, and might hide a secret. */
function withoutEscapes(text: string): string {
  return text
    .replace(/(?<!\\)\\+(?:u([0-9a-f]{4})|x([0-9a-f]{2}))/gi, (_, long?: string, short?: string) =>
      charOf(Number.parseInt(long ?? short ?? '', 16)),
    )
    .replace(/(?<!\\)\\+(["'/])/g, '$1')
    .replace(/\\{2,}/g, '\\')
    .replace(/&#(?:x([0-9a-f]{1,6})|(\d{1,7}));/gi, (_, hex?: string, decimal?: string) =>
      charOf(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)),
    )
    .replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name] ?? '');
}

const charOf = (code: number): string => (code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd');

/** Services quote the beginning of what is long. A path begins like many others, so that it is a secret only as a whole. */
function withoutBeginnings(text: string, secrets: readonly string[]): string {
  return secrets.filter((secret) => secret.length > MIN_KEY_CHARS && !secret.startsWith('/')).reduce(withoutBeginning, text);
}

function withoutBeginning(text: string, secret: string): string {
  let at = text.indexOf(secret.slice(0, MIN_KEY_CHARS));
  let rest = text;
  while (at >= 0) {
    let length = MIN_KEY_CHARS;
    while (length < secret.length && rest[at + length] === secret[length]) length += 1;
    rest = `${rest.slice(0, at)}${REMOVED}${rest.slice(at + length)}`;
    at = rest.indexOf(secret.slice(0, MIN_KEY_CHARS), at + REMOVED.length);
  }
  return rest;
}

/** The text without these secrets, in any form in which services quote them. */
export function withoutThese(text: string, secrets: readonly string[]): string {
  const forms = secrets.filter((secret) => secret !== '').flatMap(formsOf);
  // What contains another form comes before it, so that nothing of it is left around that one.
  forms.sort((one, other) => other.length - one.length);
  return forms.reduce((rest, secret) => rest.replaceAll(secret, REMOVED), text);
}

interface Failed {
  readonly code?: unknown;
  readonly name?: unknown;
  readonly message?: unknown;
  readonly cause?: Failed;
}

/** Why a request got no answer: the network's own code or words, never the name of a class. */
export function whyOf(error: unknown, secrets: readonly string[]): string {
  const { code, name, message, cause } = (typeof error === 'object' && error !== null ? error : {}) as Failed;
  const known = [cause?.code, code].find((one) => typeof one === 'string');
  if (typeof known === 'string') return known;
  if (name === 'AbortError' || name === 'TimeoutError') return 'timed out';
  return quoted(String(cause?.message ?? message ?? ''), secrets) || 'network error';
}

/** What an address holds beside its origin, whole and in parts: it may be secret, and services quote it in their errors. */
export function privatePartsOf(address: string): readonly string[] {
  const { pathname, search } = new URL(address);
  const parts = `${pathname}${search}`.split(/[/?&=]/).filter((part) => part.length >= MIN_KEY_CHARS);
  const whole = [`${pathname}${search}`, pathname].filter((text) => text.length > MIN_KEY_CHARS);
  return [...new Set([...whole, ...parts, ...parts.map(decoded)])];
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
