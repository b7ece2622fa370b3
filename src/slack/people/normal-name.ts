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
    .replace(/ς/g, 'σ')
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .trim();
}

// Runs before the normalisation, which would turn an acute used as an apostrophe into a space and an accent.
const QUOTES = /[\u0060\u00b4\u02b9\u02bb\u02bc\u2018\u2019\u201b\u2032\uff07]/g;
const DASHES = /[\u2010-\u2015\u2212\uff0d]/g;
/**
 * Joiners, variation selectors and direction marks. They only change how a name is drawn, and keyboards and forms drop them.
 */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
/** The accents of a decomposed letter. */
const ACCENTED = /([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])[\u0300-\u036f]+/gu;

/** The words of a normalised name, each between spaces, so that a search for ` word` finds where one starts. */
export function wordsOf(normal: string): string {
  return ` ${normal.replace(SEPARATORS, ' ')} `;
}

const SEPARATORS = /[\s._-]+/g;
