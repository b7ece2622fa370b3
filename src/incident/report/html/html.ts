import { without } from '../../text/joiners';

/* biome-ignore-start lint/suspicious/noControlCharactersInRegex: control characters are what is removed */
/**
 * Control characters, which XML forbids, and invisible or direction-changing characters, which hide what is written. Lone
 * surrogates are not characters.
 */
const UNSHOWN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb\ufffe\uffff]|[\u{e0000}-\u{e007f}]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;
/* biome-ignore-end lint/suspicious/noControlCharactersInRegex: see above */
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Markup made here. Plain text can never be mistaken for it. */
export class Markup {
  constructor(readonly text: string) {}
}
export type Content = Markup | string | number | null | readonly Content[];

/** A template of markup. Inserted values are escaped as text, unless they are markup themselves. Null shows nothing. */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return new Markup(parts.map((part, index) => part + (index < contents.length ? shown(contents[index] ?? null) : '')).join(''));
}

/** Escapes untrusted text for elements and quoted attributes of HTML and XML. */
export function escapeHtml(text: string): string {
  return without(UNSHOWN, text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** A link that shows its address and sends no referrer; plain text if it is not a web address. */
export function link(url: string): Markup {
  return /^https?:\/\/[^\s<>"'`\\]+$/i.test(url) ? html`<a href="${url}" rel="noreferrer">${url}</a>` : html`${url}`;
}

/** The text, cut to this many characters. */
export function cut(text: string, max: number): string {
  const characters = [...text];
  return characters.length <= max
    ? text
    : `${characters
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`;
}

function shown(content: Content): string {
  if (content === null) return '';
  if (content instanceof Markup) return content.text;
  if (typeof content === 'string') return escapeHtml(content);
  return typeof content === 'number' ? String(content) : content.map(shown).join('');
}
