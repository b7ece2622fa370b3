import type { Reading } from '../../incident/model/investigation/reading';
import { formatNumber } from '../../incident/text/number-words';
import type { ReadContext } from '../port';
import type { PrometheusClient, Vector } from './prometheus-client';

const MAX_LINES = 8;
const HOUR_MS = 3_600_000;

/** Now and when the trouble began. Of several series, the largest value counts. */
export async function readInstant(client: PrometheusClient, query: string, context: ReadContext, signal: AbortSignal): Promise<Reading> {
  const [now, start] = await Promise.all([client.instant(query, context.now, signal), client.instant(query, beginning(context), signal)]);
  const values = now.series.flatMap(({ value }) => value ?? []);
  const fields = {
    value: largest(now),
    atStart: largest(start),
    max: largest(now),
    min: values.length === 0 ? null : values.reduce((one, other) => Math.min(one, other)),
    sum: values.length === 0 ? null : values.reduce((one, other) => one + other),
    series: now.series.length,
  };
  return { fields, evidence: [...linesOf(now, start), ...warned(now)], facts: [], series: [] };
}

/** Also an hour, a day and a week before the trouble, as far as the history goes. */
export async function readCompared(client: PrometheusClient, query: string, context: ReadContext, signal: AbortSignal): Promise<Reading> {
  const start = beginning(context);
  const before = (ms: number): Date => new Date(start.getTime() - ms);
  const times = [context.now, start, before(HOUR_MS), before(24 * HOUR_MS), before(7 * 24 * HOUR_MS)];
  const vectors = await Promise.all(times.map((at) => client.instant(query, at, signal)));
  const [value = null, atStart = null, hourAgo = null, dayAgo = null, weekAgo = null] = vectors.map(largest);
  const timesOf = (earlier: number | null): number | null => (value === null || earlier === null || earlier === 0 ? null : value / earlier);
  const fields = {
    value,
    atStart,
    hourAgo,
    dayAgo,
    weekAgo,
    timesHourAgo: timesOf(hourAgo),
    timesDayAgo: timesOf(dayAgo),
    timesWeekAgo: timesOf(weekAgo),
  };
  const words = [
    ['now', value],
    ['when the trouble began', atStart],
    ['an hour before', hourAgo],
    ['a day before', dayAgo],
    ['a week before', weekAgo],
  ] as const;
  const line = words.map(([when, figure]) => `${when} ${shown(figure)}`).join(', ');
  const [now, then] = vectors;
  const series = now === undefined || now.series.length < 2 ? [] : linesOf(now, then ?? now);
  return { fields, evidence: [line, ...series, ...vectors.slice(0, 1).flatMap(warned)], facts: [], series: [] };
}

/** A start in the future is a clock that is wrong. */
function beginning({ startedAt, now }: ReadContext): Date {
  return startedAt.getTime() > now.getTime() ? now : startedAt;
}

function largest({ series }: Vector): number | null {
  const values = series.flatMap(({ value }) => value ?? []);
  return values.length === 0 ? null : values.reduce((one, other) => Math.max(one, other));
}

/** A line for each series, largest first. */
function linesOf(now: Vector, start: Vector): readonly string[] {
  const before = new Map(start.series.map(({ name, value }) => [name, value]));
  const sorted = [...now.series].sort((one, other) => (other.value ?? Number.NEGATIVE_INFINITY) - (one.value ?? Number.NEGATIVE_INFINITY));
  const lines = sorted.slice(0, MAX_LINES).map(({ name, value }) => {
    const of = name === '' ? '' : `${name}: `;
    return `${of}${shown(value)} now, ${shown(before.get(name) ?? null)} when the trouble began`;
  });
  return sorted.length > MAX_LINES ? [...lines, `and ${sorted.length - MAX_LINES} more series`] : lines;
}

const warned = ({ warnings }: Vector): readonly string[] => warnings.map((warning) => `Prometheus warns: ${warning}`);

const shown = (value: number | null): string => (value === null ? 'no value' : formatNumber(value));
