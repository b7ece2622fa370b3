export interface Summary {
  readonly min: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** Order statistics of a non-empty sample; nearest rank. */
export function summarize(sample: readonly number[]): Summary {
  const at = ranked(sample);
  return { min: at(0.000001), p50: at(0.5), p95: at(0.95), max: at(1) };
}

/** Distance between the quartiles, divided by the median: how much the middle half of a sample varies. */
export function spreadOf(sample: readonly number[]): number {
  const at = ranked(sample);
  return (at(0.75) - at(0.25)) / at(0.5);
}

function ranked(sample: readonly number[]): (share: number) => number {
  const sorted = [...sample].sort((a, b) => a - b);
  return (share) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
