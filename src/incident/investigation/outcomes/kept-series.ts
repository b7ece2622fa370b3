import type { FindingStatus } from '../../model/finding';
import type { Series } from '../../model/investigation/reading';

/** Histories and reports keep what a finding keeps, so it is little: enough for a small plot. */
const MAX_SERIES = 2;
const MAX_POINTS = 60;
const DIGITS = 4;

/** What a finding keeps of the series that a source answered: those of trouble, thinned so that peaks remain. */
export function keptSeries(series: readonly Series[], status: FindingStatus): readonly Series[] {
  if (status !== 'fail' && status !== 'warn') return [];
  return series.slice(0, MAX_SERIES).map(({ points, ...about }) => ({ ...about, points: thinned(points) }));
}

/** Of each stretch, the sample that is farthest from the mean of all. */
function thinned(points: Series['points']): Series['points'] {
  const size = Math.ceil(points.length / MAX_POINTS);
  const mean = points.reduce((sum, [, value]) => sum + value / points.length, 0);
  const stretches = Array.from({ length: Math.ceil(points.length / size) || 0 }, (_, index) =>
    points.slice(index * size, (index + 1) * size),
  );
  return stretches.flatMap((stretch) => {
    const kept = stretch.reduce((one, other) => (Math.abs(other[1] - mean) >= Math.abs(one[1] - mean) ? other : one));
    return [[Math.round(kept[0]), Number(kept[1].toPrecision(DIGITS))] as const];
  });
}
