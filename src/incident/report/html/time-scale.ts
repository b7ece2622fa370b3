/** Up to this length the scale is linear. */
const LINEAR_UP_TO_MS = 15_000;
/** On the logarithmic scale, log(1 + t/unit), the first second is as wide as the next two together. */
const UNIT_MS = 1_000;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ROUND_TIMES = [
  [1 * SECOND, '1 s'],
  [3 * SECOND, '3 s'],
  [10 * SECOND, '10 s'],
  [30 * SECOND, '30 s'],
  [1 * MINUTE, '1 min'],
  [5 * MINUTE, '5 min'],
  [15 * MINUTE, '15 min'],
  [1 * HOUR, '1 h'],
  [4 * HOUR, '4 h'],
  [12 * HOUR, '12 h'],
  [1 * DAY, '1 d'],
  [3 * DAY, '3 d'],
  [7 * DAY, '7 d'],
  [30 * DAY, '30 d'],
  [90 * DAY, '90 d'],
  [365 * DAY, '1 y'],
] as const;
const SHORT_STEPS_MS = [50, 100, 200, 500, 1_000, 2_000, 5_000] as const;

export interface Tick {
  readonly x: number;
  readonly label: string;
}

/** Maps times to a picture's horizontal axis. */
export interface TimeScale {
  readonly isLogarithmic: boolean;
  /** x for this many milliseconds after the start. */
  readonly at: (ms: number) => number;
  readonly ticks: readonly Tick[];
}

/**
 * A scale for `totalMs` from x `left` to x `right`. A long one is logarithmic, so that both the first seconds of a response
 * and the following hours are readable. Ticks are at least `minGap` apart.
 */
export function timeScale(totalMs: number, { left, right, minGap = 46 }: { left: number; right: number; minGap?: number }): TimeScale {
  const total = Math.max(1, totalMs);
  const isLogarithmic = total > LINEAR_UP_TO_MS;
  const share = (ms: number): number => (isLogarithmic ? Math.log1p(ms / UNIT_MS) / Math.log1p(total / UNIT_MS) : ms / total);
  const at = (ms: number): number => left + (right - left) * share(Math.min(total, Math.max(0, ms)));
  const times = isLogarithmic ? ROUND_TIMES : linearTimes(total);
  const ticks = spread(
    [{ x: left, label: '0' }, ...times.filter(([ms]) => ms <= total).map(([ms, label]) => ({ x: at(ms), label }))],
    minGap,
  );
  return { isLogarithmic, at, ticks };
}

function linearTimes(total: number): readonly (readonly [number, string])[] {
  const step = SHORT_STEPS_MS.find((ms) => total / ms <= 6) ?? 5_000;
  const count = Math.floor(total / step);
  return Array.from({ length: count }, (_, index) => {
    const ms = step * (index + 1);
    return [ms, ms < SECOND ? `${ms} ms` : `${ms / SECOND} s`] as const;
  });
}

/** Drops ticks that would touch the previous one. */
function spread(ticks: readonly Tick[], minGap: number): readonly Tick[] {
  const kept: Tick[] = [];
  for (const tick of ticks) if (tick.x - (kept.at(-1)?.x ?? Number.NEGATIVE_INFINITY) >= minGap) kept.push(tick);
  return kept;
}
