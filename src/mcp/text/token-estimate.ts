import { ONE_TOKEN_WORDS } from './one-token-words';

/** Pairs of small letters that are not one token in cl100k; every other pair is. */
const UNMERGED = new Set(
  `bq fj fz gj gk gq hj jg jv jw jx jy jz kq kx kz lq mz nq oq qf qg qj qk qo qy qz rj tj tq uq vq vz wq wv wz
   xg xh xj xk xq xu xv xw yf yj yq yv zg zj zq zr zv`.split(/\s+/),
);
/** Pairs of marks that are one token, and that JSON is full of. */
const MERGED = new Set(['":', ':"', '",', ',"', '{"', '"}', '["', '"]', '},', '}]', '[{', '//', '--', '::']);
/** Words after a space or a quotation mark, runs of digits, and single characters. */
const PARTS = /[ "][A-Za-z][a-z]+(?!\p{L})|[0-9]+|./gsu;
const DIGITS = /^[0-9]/;
const DIGITS_A_TOKEN = 3;
const SMALL = /^[a-z]$/;
/** How far behind an apostrophe letters may be split as in a contraction. */
const CONTRACTION = 3;

/**
 * An upper bound of the number of tokens (cl100k) of any text, without the vocabulary. Byte-pair encoding never leaves two tokens
 * side by side that together are one token. So of two letters that are one, at most one stands alone, and the bound is the most
 * tokens that this allows. What is not ASCII counts as its bytes.
 */
export function maxTokens(text: string): number {
  const count = new Count();
  for (const [part] of text.matchAll(PARTS)) {
    if (DIGITS.test(part)) count.add(Math.ceil(part.length / DIGITS_A_TOKEN), part);
    else if (part.length > 1 && ONE_TOKEN_WORDS.has(part.slice(1).toLowerCase())) count.add(part.startsWith(' ') ? 1 : 2, part);
    else for (const character of part) count.addCharacter(character);
  }
  return count.most();
}

/** The most tokens of the text so far. */
class Count {
  /** If its last token is one character, and if it is longer. */
  private alone = Number.NEGATIVE_INFINITY;
  private longer = 0;
  /** The most before the last character. */
  private before = 0;
  private previous = '';
  private sinceApostrophe = CONTRACTION;

  most(): number {
    return Math.max(this.alone, this.longer);
  }

  /** Adds what has a bound of its own. Digits of another script before some would shift where they are split. */
  add(tokens: number, part: string): void {
    this.longer = this.most() + tokens + (isAscii(this.previous) ? 0 : 1);
    this.alone = Number.NEGATIVE_INFINITY;
    this.before = this.longer;
    this.pass(part);
  }

  addCharacter(character: string): void {
    if (!isAscii(character)) {
      this.add(Buffer.byteLength(character), character);
      return;
    }
    const most = this.most();
    this.alone = this.sinceApostrophe >= CONTRACTION && areMerged(this.previous, character) ? this.longer + 1 : most + 1;
    this.longer = this.before + 1;
    this.before = most;
    this.pass(character);
  }

  private pass(part: string): void {
    this.sinceApostrophe = part === "'" ? 0 : this.sinceApostrophe + 1;
    this.previous = part;
  }
}

const isAscii = (part: string): boolean => (part.codePointAt(0) ?? 0) < 0x80;

function areMerged(one: string, other: string): boolean {
  if (SMALL.test(other)) return one === ' ' || (SMALL.test(one) && !UNMERGED.has(one + other));
  return MERGED.has(one + other);
}
