import type { Fields } from '../text/read-fields';

/** Deeper than any alert; functions that recurse would overflow long after it. */
export const MAX_DEPTH = 100;

/** Level by level, without recursion: a hundred thousand nested lists parse, but overflow any recursive walk. */
export function isTooDeep(value: object): boolean {
  let level: object[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((item) => {
      const values: readonly unknown[] = Array.isArray(item) ? item : Object.keys(item).map((name) => (item as Fields)[name]);
      return values.filter((value): value is object => typeof value === 'object' && value !== null);
    });
  }
  return false;
}
