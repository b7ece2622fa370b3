import { borderBefore } from './graphemes';
import { isJoiner, without } from './joiners';

const MAX_COMBINING_MARKS = 4;
const ELLIPSIS = '…';

/* biome-ignore-start lint/suspicious/noControlCharactersInRegex: control characters are what is removed */
// Terminal escape sequences: CSI, OSC (ended by BEL or ST), and the two-character ones.
const ANSI = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]{0,200}(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;
const CONTROLS_BUT_NEWLINES = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g;
/* biome-ignore-end lint/suspicious/noControlCharactersInRegex: see above */
/** Zero-width, direction-changing and tag characters: they are invisible and can hide or reorder text. */
const INVISIBLE =
  /\u00ad|\u034f|\u061c|\u115f|\u1160|\u17b4|\u17b5|\u180e|[\u200b-\u200f]|[\u202a-\u202e]|[\u2060-\u206f]|\u2800|\u3164|\ufeff|[\ufff0-\ufffb]|\uffa0|[\u{e0000}-\u{e007f}]/gu;
const MARK = /\p{M}/u;
/** What cleaning removes between characters that can be seen. Global, so for `replace` and `matchAll` alone. */
export const UNSEEN = new RegExp([ANSI, CONTROLS_BUT_NEWLINES, INVISIBLE].map(({ source }) => source).join('|'), 'gu');

/** One line of clean text, at most `maxChars` code points; longer text ends in `…`. Linear time. */
export function cleanLine(text: string, maxChars: number): string {
  return shorten(
    clean(text, maxChars)
      .replace(/\s{2,}|[^\S ]/g, ' ')
      .trim(),
    maxChars,
  );
}

/** Like `cleanLine`, but keeps line breaks. */
export function cleanText(text: string, maxChars: number): string {
  return shorten(
    clean(text, maxChars)
      .replace(/[^\S\n]{2,}|[^\S\n ]/g, ' ')
      .trim(),
    maxChars,
  );
}

function clean(text: string, maxChars: number): string {
  // Text beyond the limit is not worth cleaning; the factor leaves room for what cleaning removes.
  const bounded = text.slice(0, 8 * maxChars + 1_000);
  const wellFormed = bounded.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
  const visible = wellFormed.replace(/\r\n?/g, '\n').replace(ANSI, '').replace(CONTROLS_BUT_NEWLINES, ' ');
  return limitMarks(without(INVISIBLE, visible).normalize('NFC'));
}

/** Keeps a few combining marks per character; no language needs more. */
function limitMarks(text: string): string {
  if (!MARK.test(text)) return text;
  let marks = 0;
  let kept = '';
  for (const char of text) {
    if (!isJoiner(char)) marks = MARK.test(char) ? marks + 1 : 0;
    if (marks <= MAX_COMBINING_MARKS) kept += char;
  }
  return kept;
}

function shorten(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const chars = [...text];
  if (chars.length <= maxChars) return text;
  const end = chars.slice(0, maxChars - 1).join('').length;
  return `${text.slice(0, borderBefore(text, end)).replace(/[\s\u200c\u200d]+$/, '')}${ELLIPSIS}`;
}
