/**
 * Normalises a name for comparison. People write one name in several ways: composed or not, in full width, with straight or
 * curly quotes, without accents, in capitals. Both sides are normalised alike.
 *
 * Only accents on Latin, Greek and Cyrillic letters are dropped. In other scripts a mark makes another letter: か is not が,
 * and राम (Ram) is not रमा (Rama).
 */
export function normalName(text: string): string {
  return text
    .replace(QUOTES, "'")
    .replace(DASHES, '-')
    .normalize('NFKD')
    .replace(INVISIBLE, '')
    .replace(ACCENTED, '$1')
    .toLowerCase()
    .replace(OWN_LETTERS, (letter) => BASE_LETTERS[letter] ?? letter)
    .normalize('NFC')
    .replace(ENDING_DOTS, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}

/** No one is found by a longer name. */
export const MAX_NAME_CHARS = 200;

/**
 * Every way in which a whole name may be written, normalised: ü also as ue, `Jean-Luc` in one word or two, `O'Brien` without
 * its apostrophe, `Ruiz, Ana` in its spoken order, a Chinese, Japanese or Korean name without spaces. Two names are the same
 * if they share one of these.
 */
export function spellings(name: string): readonly string[] {
  return spelt(name, ['']);
}

/** The name as it is, and without what people add to it: `Ana Ruiz (she/her) 🌴` is Ana Ruiz. */
export function spellingsOfKnown(name: string): readonly string[] {
  return distinct([...spellings(name), ...spellings(withoutRemarks(name))]);
}

/** The words of a name, once for each way of writing it. */
export function wordings(name: string): readonly (readonly string[])[] {
  return spellings(name).map(wordsIn);
}

/**
 * Each word by which a name may be found: O'Brien also as `O Brien`. Remarks do not count: `Ana (platform)` is not found by
 * `platform`.
 */
export function wordsOfKnown(name: string): readonly string[] {
  return distinct(spelt(withoutEnding(name), ['', ' ']).flatMap(wordsIn));
}

const wordsIn = (spelling: string): readonly string[] => spelling.split(SEPARATORS).filter((word) => word !== '');

/** Without emoji, brackets, and what follows a bar or a dash: `Robert (Bob) Smith | Acme` is Robert Smith. */
export function withoutRemarks(name: string): string {
  const bare = withoutEnding(name).replace(BRACKETS, ' ');
  return /[\p{L}\p{N}]/u.test(bare) ? bare : name;
}

/** Brackets in the middle remain, because they hold another first name. */
function withoutEnding(name: string): string {
  if (name.length > MAX_NAME_CHARS || PLAIN.test(name)) return name;
  const bare = name
    .replace(PICTOGRAPHS, ' ')
    .replace(AFTER_A_BAR, '')
    .replace(/\s*(?:\([^)]*\)|\[[^\]]*\])\s*$/, '');
  return /[\p{L}\p{N}]/u.test(bare) ? bare : name;
}

/** `apostrophes`: what an apostrophe may be written as. */
function spelt(name: string, apostrophes: readonly string[]): readonly string[] {
  if (name.length > MAX_NAME_CHARS) return [];
  if (PLAIN.test(name) && !HONORIFIC.test(name)) return [name.toLowerCase()];
  const ordered = distinct([name, inSpokenOrder(name)].map((order) => order.replace(HONORIFIC, '')));
  const folded = ordered.flatMap((order) => [normalName(order), normalName(spellOutUmlauts(order))]);
  const joined = distinct(folded).flatMap((text) => (text.includes('-') ? [text.replaceAll('-', ' '), text.replaceAll('-', '')] : [text]));
  const marked = joined.flatMap((text) => (text.includes("'") ? apostrophes.map((mark) => text.replaceAll("'", mark)) : [text]));
  const spaced = marked.flatMap((text) => (WITHOUT_SPACES.test(text) ? [text, text.replaceAll(' ', '')] : [text]));
  return distinct(spaced.map((text) => text.replace(/\s+/g, ' ').trim())).filter((text) => text !== '');
}

/** `Ruiz, Ana` is Ana Ruiz. */
export function inSpokenOrder(name: string): string {
  const [family = '', given = '', ...more] = name.split(/[,，、]/);
  return given.trim() === '' || more.length > 0 ? name : `${given.trim()} ${family.trim()}`;
}

/** As German and the Nordic languages do where a keyboard lacks these letters. */
function spellOutUmlauts(name: string): string {
  return name.normalize('NFC').replace(/[äöüøå]/gi, (letter) => SPELT_OUT[letter.toLowerCase()] ?? letter);
}

const distinct = <Item>(items: readonly Item[]): readonly Item[] => [...new Set(items)];

/** Most names, which need none of the work that takes the time in a large workspace. */
const PLAIN = /^[a-z0-9]+(?:[ ._][a-z0-9]+)*$/i;
// Runs before the normalisation, which would turn an acute used as an apostrophe into a space and an accent.
const QUOTES = /[\u0060\u00b4\u02b9\u02bb\u02bc\u2018\u2019\u201b\u2032\uff07]/g;
const DASHES = /[\u2010-\u2015\u2212\uff0d]/g;
/**
 * Joiners, variation selectors and direction marks. They only change how a name is drawn, and keyboards and forms drop them.
 */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
/** The accents of a decomposed letter. */
const ACCENTED = /([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])[\u0300-\u036f]+/gu;
/** Letters that have no accent to drop, and that other keyboards lack. */
const BASE_LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ς: 'σ',
};
const OWN_LETTERS = new RegExp(`[${Object.keys(BASE_LETTERS).join('')}]`, 'g');
const SPELT_OUT: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ø: 'oe', å: 'aa' };
/** The dot of an initial stays: `O. Brien` is not O'Brien. */
const ENDING_DOTS = /(\p{L}{2})\.(?=[\s,]|$)/gu;
const HONORIFIC = /^(?:(?:dr|prof|mr|mrs|ms)\b\.?\s+)+(?=\p{L})/iu;
const BRACKETS = /\([^)]*\)|\[[^\]]*\]/g;
const PICTOGRAPHS = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]+/gu;
const AFTER_A_BAR = /(?<=\S)(?:\s*\||\s+[-–—/•·]\s).*$/u;
const WITHOUT_SPACES =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]+(?: [\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]+)+$/u;
const SEPARATORS = /[\s._,"“”()[\]・·-]+/;
