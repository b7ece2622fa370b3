import type { MetricFact } from '../../model/investigation/fact';
import type { Signal } from '../../model/investigation/service';
import { cleanLine } from '../../text/clean-text';
import { utcTime } from '../../text/utc-time';
import { ascending, distanceFrom, mean, median, quantile, spreadOf, upperThird } from './robust';

/** One time series of one metric of a service. */
export interface MetricSeries {
  readonly service: string | null;
  readonly metric: string;
  readonly signal: Signal;
  readonly unit: string | null;
  /** Seconds since 1970 and values; in any order, with gaps. */
  readonly points: readonly (readonly [number, number])[];
}

/** An alert fires some minutes after the trouble begins, and trouble takes some minutes to show in a metric. */
export const TROUBLE_FROM_MS = -5 * 60_000;
/** What came after that may be another trouble, or the remedy. */
export const TROUBLE_UNTIL_MS = 30 * 60_000;
/** What came before is history; between the two lies the level just before the trouble. */
export const HISTORY_UNTIL_MS = -10 * 60_000;
/** With fewer samples, nothing can be said about what is usual. */
const LEAST_HISTORY = 12;

/**
 * Compares a metric around the trouble with its own history: the same question is asked of every earlier stretch of the same
 * length, so that gaps, few or discrete values, heavy tails and a daily pattern are what its own history makes of them.
 */
export function judgeMetric(series: MetricSeries, at: { readonly startedAt: Date; readonly now: Date }): MetricFact {
  const { history, before, trouble, points } = cut(series, at);
  const usual = history.length === 0 ? null : median(history);
  const range = usualRange(history);
  const known = trouble.length > 0 && history.length >= Math.max(LEAST_HISTORY, 2 * trouble.length) && usual !== null;
  const sign = series.signal === 'availability' ? -1 : 1;
  const judged = known ? judge({ history, before, trouble, usual, signal: series.signal }) : null;
  const level = judged?.level ?? (trouble.length > 0 ? sign * upperThird(trouble.map((value) => sign * value)) : null);
  const fact = {
    kind: 'metric' as const,
    service: series.service,
    metric: series.metric,
    signal: series.signal,
    verdict: judged === null ? ('unclear' as const) : judged.deviation === 0 ? ('usual' as const) : ('unusual' as const),
    deviation: judged?.deviation ?? 0,
    change: judged?.change ?? null,
    value: level,
    before: before.length === 0 ? null : mean(before),
    usual,
    usualRange: range,
    unit: series.unit,
    since: judged === null || judged.deviation === 0 || range === null ? null : since(points, range, Math.sign(sign * judged.deviation)),
  };
  return { ...fact, text: describe(fact) };
}

function judge({
  history,
  before,
  trouble,
  usual,
  signal,
}: {
  history: readonly number[];
  before: readonly number[];
  trouble: readonly number[];
  usual: number;
  signal: Signal;
}) {
  if (signal !== 'traffic') return judgeSide({ history, before, trouble, usual, sign: signal === 'availability' ? -1 : 1 });
  const [more, less] = [judgeSide({ history, before, trouble, usual, sign: 1 }), judgeSide({ history, before, trouble, usual, sign: -1 })];
  const strength = (side: typeof more) => Math.max(side.deviation, side.change ?? 0, 0);
  if (strength(more) >= strength(less)) return more;
  return { ...less, deviation: -less.deviation, change: less.change === null ? null : -less.change };
}

/** `sign` is 1 if more is worse, and -1 if less is. */
function judgeSide({
  history,
  before,
  trouble,
  usual,
  sign,
}: {
  history: readonly number[];
  before: readonly number[];
  trouble: readonly number[];
  usual: number;
  sign: 1 | -1;
}) {
  const worse = (values: readonly number[]) => values.map((value) => sign * value);
  const level = upperThird(worse(trouble));
  const stretches = stretchesOf(worse(history), trouble.length, Math.max(1, before.length));
  const levels = spreadOf(
    stretches.map((stretch) => stretch.level),
    usual,
  );
  const changes = spreadOf(
    stretches.map((stretch) => stretch.level - stretch.before),
    usual,
  );
  return {
    level: sign * level,
    deviation: distanceFrom(levels, level),
    change: before.length === 0 ? null : distanceFrom(changes, level - sign * mean(before)),
  };
}

/** Every stretch of the history that is as long as the trouble, with what came just before it. */
function stretchesOf(history: readonly number[], length: number, lead: number) {
  const stretches: { level: number; before: number }[] = [];
  for (let at = lead; at + length <= history.length; at += 1) {
    stretches.push({ level: upperThird(history.slice(at, at + length)), before: mean(history.slice(at - lead, at)) });
  }
  return stretches;
}

function cut({ points }: MetricSeries, { startedAt, now }: { readonly startedAt: Date; readonly now: Date }) {
  const start = startedAt.getTime() / 1_000;
  const until = Math.min(now.getTime() / 1_000, start + TROUBLE_UNTIL_MS / 1_000);
  const finite = points.filter(([, value]) => Number.isFinite(value)).sort(([a], [b]) => a - b);
  const valuesIn = (from: number, to: number) => finite.filter(([time]) => time > from && time <= to).map(([, value]) => value);
  const [historyUntil, troubleFrom] = [start + HISTORY_UNTIL_MS / 1_000, start + TROUBLE_FROM_MS / 1_000];
  return {
    points: finite.filter(([time]) => time > historyUntil && time <= until),
    history: valuesIn(Number.NEGATIVE_INFINITY, historyUntil),
    before: valuesIn(historyUntil, troubleFrom),
    trouble: valuesIn(troubleFrom, until),
  };
}

function usualRange(history: readonly number[]): readonly [number, number] | null {
  if (history.length === 0) return null;
  const sorted = ascending(history);
  return [quantile(sorted, 0.01), quantile(sorted, 0.99)];
}

/** The first sample around the trouble outside the usual range, on the side on which the metric left it. */
function since(points: readonly (readonly [number, number])[], [low, high]: readonly [number, number], side: number): string | null {
  const first = points.find(([, value]) => (side > 0 ? value > high : value < low));
  return first === undefined ? null : new Date(first[0] * 1_000).toISOString();
}

function describe({ metric, value, usual, usualRange: range, unit, since: left, verdict }: Omit<MetricFact, 'text'>): string {
  const shown = (figure: number) => `${Number(figure.toPrecision(3))}${unit === null ? '' : ` ${unit}`}`;
  if (value === null) return cleanLine(`${metric} has no samples around the trouble`, 200);
  if (usual === null || range === null) return cleanLine(`${metric} is ${shown(value)}; it has no history`, 200);
  const usually = `usually ${shown(usual)} (${shown(range[0])} to ${shown(range[1])})`;
  const unclear = verdict === 'unclear' ? ', with too few samples to judge it' : '';
  return cleanLine(`${metric} is ${shown(value)}, ${usually}${left === null ? '' : ` since ${utcTime(left, 'minutes')}`}${unclear}`, 200);
}
