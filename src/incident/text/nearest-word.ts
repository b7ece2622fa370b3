/** If two words differ by more letters, one is not a misspelling of the other. */
const MOST_SLIPS = 2;

/** The word that was probably meant: at most two letters apart, and no more than half of them; null if there is none. */
export function nearestWord(given: string, words: readonly string[]): string | null {
  const slips = words.map((word) => ({ word, distance: distanceBetween(given.toLowerCase(), word.toLowerCase()) }));
  const [nearest] = slips.sort((one, other) => one.distance - other.distance);
  const isNear = nearest !== undefined && nearest.distance <= MOST_SLIPS && nearest.distance * 2 <= nearest.word.length;
  return isNear ? nearest.word : null;
}

/** The end of a sentence that refuses a word: `; did you mean prod-am?`, or nothing if no word is near. */
export function didYouMean(given: string, words: readonly string[]): string {
  const meant = nearestWord(given, words);
  return meant === null ? '' : `; did you mean ${meant}?`;
}

/** The letters to add, drop or replace (Levenshtein). Infinite if the lengths alone say that they are far apart. */
function distanceBetween(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > MOST_SLIPS) return Number.POSITIVE_INFINITY;
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (const [at, wanted] of [...other].entries()) {
      const replaced = (row[at] ?? 0) + (letter === wanted ? 0 : 1);
      next.push(Math.min(replaced, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
