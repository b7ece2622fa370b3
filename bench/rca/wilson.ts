/** Share of successes with its 95 % interval after Wilson, which also holds for few trials and for shares of 0 and 1. */
export interface Share {
  readonly count: number;
  readonly of: number;
  readonly share: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** Half the width of a 95 % interval, in standard deviations. */
const Z = 1.96;

export function shareOf(count: number, of: number): Share {
  if (of === 0) return { count, of, share: null, low: null, high: null };
  const share = count / of;
  const spread = (Z * Math.sqrt((share * (1 - share)) / of + Z ** 2 / (4 * of ** 2))) / (1 + Z ** 2 / of);
  const centre = (share + Z ** 2 / (2 * of)) / (1 + Z ** 2 / of);
  return { count, of, share, low: Math.max(0, centre - spread), high: Math.min(1, centre + spread) };
}
