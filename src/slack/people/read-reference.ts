import { unescaped } from '../transport/unescaped';
/** What a person typed to name someone. */
export type Reference =
  /** `isCertain`: a mention. Otherwise it may be a name in capitals that looks like an id. */
  | { readonly kind: 'user'; readonly id: string; readonly isCertain: boolean }
  | { readonly kind: 'group'; readonly id: string }
  /** `name`: the name written beside the address; empty if there is none. */
  | { readonly kind: 'email'; readonly email: string; readonly name: string }
  | { readonly kind: 'name'; readonly name: string; readonly isHandle: boolean }
  /** Something that is not a person, and what it is. */
  | { readonly kind: 'other'; readonly what: string };

/** Longer than any address, and than any name that Slack accepts. */
const MAX_CHARS = 400;

const USER = /^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$/;
const GROUP = /^<!subteam\^(S[A-Z0-9]+)(?:\|[^>]*)?>$/;
const EVERYONE = /^(?:<!(?:here|channel|everyone)(?:\|[^>]*)?>|@(?:here|channel|everyone))$/i;
const CHANNEL = /^<#[A-Z0-9]+(?:\|[^>]*)?>$/;
const USER_ID = /^@?([UW][A-Z0-9]{6,})$/;
/** Slack makes a link of an address, also of one in brackets. */
const MAIL_LINK = /<?<mailto:([^|<>]+)(?:\|[^<>]*)?>>?/i;
const EMAIL = /^[^@\s<>]+@[^@\s<>]+$/;
const NAME_AND_EMAIL = /^([^<>]*?)\s*<\s*([^@\s<>]+@[^@\s<>]+)\s*>$/;
const EMAIL_AND_NAME = /^([^@\s<>]+@[^@\s<>]+)\s*\(([^()]*)\)$/;

/**
 * Reads a reference as a person types it, or as Slack passes it on: a slash command contains `<@U123|ana>` for a mention,
 * `<mailto:ana@example.com|ana@example.com>` for an address, and `&lt;` for `<`.
 */
export function readReference(typed: string): Reference {
  if (typed.length > MAX_CHARS) return { kind: 'other', what: 'too long to be a name or an address' };
  const raw = typed.trim();
  const [, userId] = USER.exec(raw) ?? [];
  if (userId !== undefined) return { kind: 'user', id: userId, isCertain: true };
  const [, groupId] = GROUP.exec(raw) ?? [];
  if (groupId !== undefined) return { kind: 'group', id: groupId };
  if (EVERYONE.test(raw)) return { kind: 'other', what: 'everyone in a channel, not a person' };
  if (CHANNEL.test(raw)) return { kind: 'other', what: 'a channel, not a person' };
  // Also the full-width @ of an East Asian keyboard.
  const text = unquoted(
    unescaped(raw)
      .replace(MAIL_LINK, (_, address: string, at: number) => (at === 0 ? address : `<${address}>`))
      .replaceAll('＠', '@')
      .replace(/^mailto:/i, ''),
  );
  const [, id] = USER_ID.exec(text) ?? [];
  if (id !== undefined) return { kind: 'user', id, isCertain: false };
  const email = readEmail(text.replace(/[.,;:?!]+$/, ''));
  if (email !== null) return email;
  const isHandle = text.startsWith('@');
  return { kind: 'name', name: (isHandle ? text.slice(1) : text).replace(/[,;:?!]+$/, '').trim(), isHandle };
}

/** Whether the reference may mean a user group. */
export function isGroupLike(typed: string): boolean {
  const reference = readReference(typed);
  return reference.kind === 'group' || (reference.kind === 'name' && reference.isHandle);
}

function readEmail(text: string): Reference | null {
  if (EMAIL.test(text)) return { kind: 'email', email: text, name: '' };
  const [, name = '', email] = NAME_AND_EMAIL.exec(text) ?? [];
  if (email !== undefined) return { kind: 'email', email, name: unquoted(name.trim()) };
  const [, address, after = ''] = EMAIL_AND_NAME.exec(text) ?? [];
  return address === undefined ? null : { kind: 'email', email: address, name: after.trim() };
}

const unquoted = (text: string): string => /^["“”](.*)["“”]$/s.exec(text)?.[1]?.trim() ?? text;
