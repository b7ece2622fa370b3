/** East Asian wide and full-width characters take two terminal columns, and so do emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u;
const NOTHING = /^[\p{M}\p{Cc}\p{Cf}]+$/u;
const ASCII = /^[\u0020-\u007e]*$/;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * The segmenter scans the whole text for each grapheme, so the text is passed to it in pieces; a grapheme may be split at
 * the end of a piece.
 */
const PIECE = 500;

function* graphemesOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; ) {
    const isHalf = /[\ud800-\udbff]/.test(text[at + PIECE - 1] ?? '');
    const end = at + (isHalf ? PIECE - 1 : PIECE);
    for (const { segment } of graphemes.segment(text.slice(at, end))) yield segment;
    at = end;
  }
}

/** Number of terminal columns of a text without escape sequences. */
export function textWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const grapheme of graphemesOf(text)) width += columnsOf(grapheme);
  return width;
}

/** The text cut to this many columns, with `…` where something was cut. */
export function cutToWidth(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  let width = 0;
  let kept = '';
  for (const grapheme of graphemesOf(text)) {
    width += columnsOf(grapheme);
    if (width > columns - 1) break;
    kept += grapheme;
  }
  return `${kept}…`;
}

export function padToWidth(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - textWidth(text)));
}

function columnsOf(grapheme: string): number {
  if (WIDE.test(grapheme)) return 2;
  return NOTHING.test(grapheme) ? 0 : 1;
}
