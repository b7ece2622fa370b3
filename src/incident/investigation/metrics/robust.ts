/** The value below which this share of the sorted values lies, interpolated; NaN without values. */
export function quantile(sorted: readonly number[], share: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)] ?? Number.NaN, sorted[Math.ceil(at)] ?? Number.NaN];
  return low + (high - low) * (at - Math.floor(at));
}

export function ascending(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}

export function median(values: readonly number[]): number {
  return quantile(ascending(values), 0.5);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Mean of the highest third of the values, at least one: one stray sample among many does not decide it. */
export function upperThird(values: readonly number[]): number {
  const highest = ascending(values).slice(-Math.max(1, Math.ceil(values.length / 3)));
  return mean(highest);
}

/** How a statistic usually varies. */
export interface Spread {
  readonly centre: number;
  readonly low: number;
  readonly high: number;
  readonly scale: number;
}

/** Share of the history on each side that still counts as usual. */
const TAIL = 0.025;
/** Distance from the median to that quantile in standard deviations, if the values were normally distributed. */
const TAIL_IN_DEVIATIONS = 1.96;
/** From the median absolute deviation to the standard deviation, for normally distributed values. */
const MAD_IN_DEVIATIONS = 1.4826;
/**
 * The scale is that of the wider of two: the middle of the history, and its tails. So a heavy tail is not mistaken for an
 * anomaly, and a history that is constant most of the time has a scale too.
 */
export function spreadOf(values: readonly number[], leastScale: number): Spread {
  const sorted = ascending(values);
  const centre = quantile(sorted, 0.5);
  const [low, high] = [quantile(sorted, TAIL), quantile(sorted, 1 - TAIL)];
  const mad = median(sorted.map((value) => Math.abs(value - centre))) * MAD_IN_DEVIATIONS;
  const tails = Math.max(high - centre, centre - low) / TAIL_IN_DEVIATIONS;
  return { centre, low, high, scale: Math.max(mad, tails, leastScale) };
}

/** No distance is more telling than this one, also where the scale is 0. */
export const FARTHEST = 100;

/** Distance from the usual range in units of the scale: positive above, negative below, 0 within. */
export function distanceFrom({ low, high, scale }: Spread, value: number): number {
  const outside = value > high ? value - high : value < low ? value - low : 0;
  if (outside === 0) return 0;
  const distance = scale === 0 ? Math.sign(outside) * FARTHEST : outside / scale;
  return Math.max(-FARTHEST, Math.min(FARTHEST, distance));
}
