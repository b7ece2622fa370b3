/** Scripts whose spelling uses joiners: Arabic and related scripts, those of India, Mongolian, Burmese, Khmer. */
const JOINED_LETTER =
  /(?=[\p{L}\p{M}])[\p{scx=Arab}\p{scx=Syrc}\p{scx=Nko}\p{scx=Mong}\p{scx=Deva}\p{scx=Beng}\p{scx=Guru}\p{scx=Gujr}\p{scx=Orya}\p{scx=Taml}\p{scx=Telu}\p{scx=Knda}\p{scx=Mlym}\p{scx=Sinh}\p{scx=Mymr}\p{scx=Khmr}]/u;
/** The sign that removes a letter's vowel. A joiner after it shapes the letter, even at the end of a word. */
const VIRAMA = /[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca]/;
const EMOJI = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f/u;
const PICTURE = /\p{Extended_Pictographic}/u;

/** Zero-width joiner and non-joiner. */
export function isJoiner(char: string): boolean {
  return char === '\u200c' || char === '\u200d';
}

/**
 * Removes the characters that a global pattern matches, but keeps each joiner that belongs to a word or a composed emoji:
 * without it, a different word or emoji would be shown. Any other joiner hides something and is removed.
 */
export function without(invisible: RegExp, text: string): string {
  return text.replace(invisible, (char, at: number) => (isJoiner(char) && isMeant(char, text, at) ? char : ''));
}

function isMeant(joiner: string, text: string, at: number): boolean {
  const before = [...text.slice(Math.max(0, at - 2), at)].at(-1) ?? '';
  const after = String.fromCodePoint(text.codePointAt(at + 1) ?? 0);
  if (JOINED_LETTER.test(before)) return JOINED_LETTER.test(after) || VIRAMA.test(before);
  return joiner === '\u200d' && EMOJI.test(before) && PICTURE.test(after);
}
