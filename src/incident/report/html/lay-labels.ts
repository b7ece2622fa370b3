export interface Laid<Item> {
  readonly item: Item;
  readonly x: number;
  /** 0 is the lowest. */
  readonly lane: number;
}

/**
 * Puts labels, each right of its stem, into as few lanes as it takes without one covering another or a stem. From right
 * to left, each goes into the lowest lane from which on everything that is already there begins behind its end: stems
 * come down from there.
 */
export function layLabels<Item>(
  items: readonly Item[],
  { xOf, widthOf }: { xOf: (item: Item) => number; widthOf: (item: Item) => number },
): readonly Laid<Item>[] {
  /** Where the leftmost label of each lane begins. */
  const begins: number[] = [];
  const laid = items.toReversed().map((item) => {
    const x = xOf(item);
    const end = x + widthOf(item);
    const lane = begins.findLastIndex((begin) => begin < end) + 1;
    begins[lane] = x;
    return { item, x, lane };
  });
  return laid.toReversed();
}
