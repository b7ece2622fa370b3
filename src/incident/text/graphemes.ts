/** What the character before belongs together with: marks, joiners, variation selectors, skin tones, tags. */
const EXTENDS = /^(?:[\p{M}\p{Emoji_Modifier}\u{e0020}-\u{e007f}]|\u200c|\u200d|\u0e33|\u0eb3)/u;
const PICTURE = /^\p{Extended_Pictographic}/u;
const FLAG_LETTERS = /\p{Regional_Indicator}+$/u;
/** Korean letters that are not composed: these continue a syllable. */
const CONTINUES_SYLLABLE = /^[\u1160-\u11ff\ud7b0-\ud7ff]/;
const SYLLABLE = /[\u1100-\u11ff\ua960-\ua97f\uac00-\ud7ff]$/;
/** A longer cluster is cut inside, so that no text has nothing but an ellipsis. */
const MAX_CLUSTER = 64;

/**
 * The last place at or before `at`, in UTF-16 units, where a text may be cut: not inside of what people see as one character,
 * such as a letter with its accents, a flag, or a family of emoji.
 *
 * `Intl.Segmenter` is not used because workflow code cuts text too, and its rules change with the version of Node.
 */
export function borderBefore(text: string, at: number): number {
  for (let border = at; border > at - MAX_CLUSTER; border -= 1) {
    if (border <= 0 || isBorder(text, border)) return Math.max(0, border);
  }
  return isInsidePair(text, at) ? at - 1 : at;
}

/** At most `max` UTF-16 units; a longer text ends in `…`. */
export function shortened(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, borderBefore(text, max - 1))}…`;
}

function isBorder(text: string, at: number): boolean {
  if (at >= text.length) return true;
  if (isInsidePair(text, at)) return false;
  const before = text.slice(Math.max(0, at - MAX_CLUSTER), at);
  const after = String.fromCodePoint(text.codePointAt(at) ?? 0);
  if (EXTENDS.test(after)) return /[\n\r]$/.test(before);
  if (before.endsWith('\u200d') && PICTURE.test(after)) return false;
  if (CONTINUES_SYLLABLE.test(after) && SYLLABLE.test(before)) return false;
  // Two letters make a flag.
  const letters = [...(FLAG_LETTERS.exec(before)?.[0] ?? '')].length;
  return letters % 2 === 0 || !/^\p{Regional_Indicator}/u.test(after);
}

function isInsidePair(text: string, at: number): boolean {
  return at > 0 && isHalf(text.charCodeAt(at - 1), 0xd800) && isHalf(text.charCodeAt(at), 0xdc00);
}

const isHalf = (unit: number, from: number): boolean => unit >= from && unit < from + 0x400;
