import { without } from './joiners';
import { hostOf } from './links';

const DEFAULT_MAX = 1_000;
/**
 * Every character where it has a meaning in Markdown or HTML; `$` starts mathematics on GitHub, and `!1` and `&1` are references on
 * GitLab. A backslash before a letter, an underscore within a word and a lone `&` have none, and a terminal shows every escape.
 */
const MARKUP = /[`*[\]~$<|]|\\(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|#(?![\p{L}\p{N}])|!(?=[[\d])|&(?=[#\p{L}\p{N}])/gu;
const ENTITIES: Readonly<Record<string, string>> = { '<': '&lt;', '&': '&amp;', '|': '&#124;' };
/** Control characters, and invisible or direction-changing ones, which hide what is written. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is for.
const INVISIBLE = /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** Text that viewers turn into a link or a mention by themselves. Escapes do not stop all of them; a code span does. */
const LIVE = /:\/\/|\bwww\.|\b(?:mailto|xmpp):|@[\p{L}\p{N}_]|#\d|\bgh-\d/iu;
/** A code span cannot hold these safely. */
const BETWEEN = /([\s|`]+)/;

/**
 * One line of Markdown that reads as `text` and contains no markup, even in a table cell. Addresses and mentions become code, so
 * that no viewer links them or notifies anyone. `text` is cut to `max` characters before escaping.
 */
export function markdownLine(text: string, max = DEFAULT_MAX): string {
  const line = cut(without(INVISIBLE, text).replace(/\s+/g, ' ').trim(), max);
  return line
    .split(BETWEEN)
    .map((part) => (LIVE.test(part) ? codeSpan(part) : escaped(part)))
    .join('')
    .replace(/^>/, '&gt;')
    .replace(/^#|^[-+=](?![\p{L}\p{N}])/u, '\\$&')
    .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2');
}

/** Opening brackets and quotation marks before an address, and the punctuation after it, are not part of it. */
function codeSpan(part: string): string {
  const [, start = '', address = '', end = ''] = /^([("]*)(.*?)([".,:;)]*)$/.exec(part) ?? [];
  return `${start}\`${address}\`${end}`;
}

const escaped = (text: string): string => text.replace(MARKUP, (character) => ENTITIES[character] ?? `\\${character}`);

/** A fenced block. Its fence is longer than any run of backticks inside, so the content cannot end it. */
export function markdownFence(text: string, language = ''): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: vertical tab and form feed end a line for some readers
  const lines = text.replace(/\r\n?|[\u0085\u2028\u2029\u000b\u000c]/g, '\n');
  const shown = without(INVISIBLE, lines).trimEnd();
  const longest = [...shown.matchAll(/`+/g)].reduce((most, [run]) => Math.max(most, run.length), 2);
  const ticks = '`'.repeat(longest + 1);
  return `${ticks}${language}\n${shown}\n${ticks}`;
}

/** A table whose cells are plain text. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const body = rows.map((row) => line(head.map((_, column) => markdownLine(row[column] ?? ''))));
  return [line(head), line(head.map(() => '---')), ...body].join('\n');
}

/** A link labelled with its host; plain text if the address could end the link early or is not a web address. */
export function markdownLink(url: string): string {
  return /^https?:\/\/[^\s<>\\`|"]+$/.test(url) ? `[${escaped(hostOf(url))}](<${url}>)` : markdownLine(url);
}

function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  // A lone surrogate is not a character.
  return `${text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
