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
const LEAST_HISTORY = 6;
/** A history of so many samples is half believed; one of many more, nearly. */
const HALF_BELIEVED = 12;
/** A twentieth of all metrics is somewhat outside its usual range at any time; so far outside are few. */
const UNUSUAL = 1;
const LEAST_STRETCHES = 3;
/** So many stretches tell what is usual; more would only cost time. */
const MOST_STRETCHES = 600;
/**
 * A metric that hardly ever moves has to move by this share of its usual value before it counts: a hundredth of a latency harms
 * nobody, however unusual it is. Of an availability, a few thousandths are worth knowing.
 */
const LEAST_SCALE: Readonly<Record<Signal, number>> = { latency: 0.01, errors: 0.01, availability: 0.002, traffic: 0.01, saturation: 0.01 };

/**
 * Compares a metric around the trouble with its own history: the same question is asked of every earlier stretch of the same
 * length, so that gaps, discrete values, heavy tails and a daily pattern count for what they are in its own history.
 */
export function judgeMetric(series: MetricSeries, at: { readonly startedAt: Date; readonly now: Date }): MetricFact {
  const samples = cut(series, at);
  const { history, before, trouble } = samples;
  const judged = judge(samples, series.signal);
  const range = usualRange(history);
  const fact = {
    kind: 'metric' as const,
    service: series.service,
    metric: series.metric,
    signal: series.signal,
    verdict: verdictOn(judged.deviation),
    deviation: judged.deviation ?? 0,
    change: judged.change,
    value: trouble.length === 0 ? null : judged.level,
    before: before.length === 0 ? null : mean(before),
    usual: history.length === 0 ? null : median(history),
    usualRange: range,
    unit: series.unit,
    since: range === null || !judged.deviation ? null : leftAt(samples.around, range, judged.deviation * judged.sign > 0),
  };
  return { ...fact, text: describe(fact) };
}

function verdictOn(deviation: number | null): MetricFact['verdict'] {
  if (deviation === null) return 'unclear';
  return Math.abs(deviation) < UNUSUAL ? 'usual' : 'unusual';
}

interface Judged {
  readonly level: number;
  /** Null: too few samples. */
  readonly deviation: number | null;
  readonly change: number | null;
  /** 1 if a positive deviation is above the usual range, -1 if it is below. */
  readonly sign: 1 | -1;
}

function judge(samples: Samples, signal: Signal): Judged {
  const worse = judgeSide(samples, signal === 'availability' ? -1 : 1, LEAST_SCALE[signal]);
  if (signal !== 'traffic') return worse;
  const less = judgeSide(samples, -1, LEAST_SCALE.traffic);
  const strength = ({ deviation, change }: Judged) => Math.max(deviation ?? 0, change ?? 0);
  if (strength(worse) >= strength(less)) return worse;
  return { level: less.level, deviation: minus(less.deviation), change: minus(less.change), sign: 1 };
}

function minus(value: number | null): number | null {
  return value === null ? null : -value;
}

/** `sign` is 1 if more is worse, and -1 if less is. */
function judgeSide({ history, before, trouble }: Samples, sign: 1 | -1, leastScale: number): Judged {
  const level = upperThird(trouble.map((value) => sign * value));
  const stretches = stretchesOf(history, sign, trouble.length, Math.max(1, before.length));
  if (trouble.length === 0 || history.length < LEAST_HISTORY || stretches.length < LEAST_STRETCHES) {
    return { level: sign * level, deviation: null, change: null, sign };
  }
  const belief = history.length / (history.length + HALF_BELIEVED);
  const least = Math.abs(median(history)) * leastScale;
  const distance = (usual: readonly number[], now: number) => belief * distanceFrom(spreadOf(usual, least), now);
  return {
    level: sign * level,
    deviation: distance(
      stretches.map((one) => one.level),
      level,
    ),
    change:
      before.length === 0
        ? null
        : distance(
            stretches.map((one) => one.level - one.before),
            level - sign * mean(before),
          ),
    sign,
  };
}

/** Stretches of the history that are as long as the trouble, with the level just before each: all, or evenly chosen. */
function stretchesOf(history: readonly number[], sign: 1 | -1, length: number, lead: number) {
  const values = history.map((value) => sign * value);
  const last = values.length - length;
  const stride = Math.max(1, Math.ceil((last - lead + 1) / MOST_STRETCHES));
  const stretches: { readonly level: number; readonly before: number }[] = [];
  for (let at = lead; at <= last; at += stride) {
    stretches.push({ level: upperThird(values.slice(at, at + length)), before: mean(values.slice(at - lead, at)) });
  }
  return stretches;
}

interface Samples {
  readonly history: readonly number[];
  readonly before: readonly number[];
  readonly trouble: readonly number[];
  /** Just before and during the trouble, with their times. */
  readonly around: readonly (readonly [number, number])[];
}

function cut({ points }: MetricSeries, { startedAt, now }: { readonly startedAt: Date; readonly now: Date }): Samples {
  const start = startedAt.getTime() / 1_000;
  const until = Math.min(now.getTime() / 1_000, start + TROUBLE_UNTIL_MS / 1_000);
  const finite = points.filter(([, value]) => Number.isFinite(value)).sort(([a], [b]) => a - b);
  const valuesIn = (from: number, to: number) => finite.filter(([time]) => time > from && time <= to).map(([, value]) => value);
  const [historyUntil, troubleFrom] = [start + HISTORY_UNTIL_MS / 1_000, start + TROUBLE_FROM_MS / 1_000];
  return {
    around: finite.filter(([time]) => time > historyUntil && time <= until),
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

/** The time of the first sample around the trouble that is outside the usual range on that side. */
function leftAt(around: readonly (readonly [number, number])[], [low, high]: readonly [number, number], above: boolean): string | null {
  const first = around.find(([, value]) => (above ? value > high : value < low));
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
