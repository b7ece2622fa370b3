export interface Laid<Item> {
  readonly item: Item;
  readonly x: number;
  /** 0 is the lowest. */
  readonly lane: number;
}

/**
 * Places labels, each to the right of its stem, in as few lanes as possible so that none covers another or a stem. From
 * right to left, each label goes into the lowest lane for which everything in that lane and above starts after the label
 * ends, since stems come down from there.
 */
export function layLabels<Item>(
  items: readonly Item[],
  { xOf, widthOf }: { xOf: (item: Item) => number; widthOf: (item: Item) => number },
): readonly Laid<Item>[] {
  /** Where the leftmost label of each lane starts. */
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
