import { judgeMetric, TROUBLE_UNTIL_MS } from '../../incident/investigation/metrics/judge-metric';
import type { MetricFact } from '../../incident/model/investigation/fact';
import type { Reading, Series } from '../../incident/model/investigation/reading';
import type { Signal } from '../../incident/model/investigation/service';
import type { ReadContext } from '../port';
import type { PrometheusClient, Sample, Span } from './prometheus-client';

/** More series would only be more of the same, and each is judged. */
const MAX_SERIES = 50;
const MAX_POINTS = 200;
/** What a plot shows before the trouble. */
const PLOT_BEFORE_MS = 3 * 3_600_000;

export interface HistoryQuery {
  readonly query: string;
  readonly signal: Signal;
  readonly unit: string | null;
  readonly historyMs: number;
  readonly stepMs: number;
}

/** The time of the trouble with the history before it. Its last step is its end, so that the newest sample counts. */
export function spanOf({ historyMs, stepMs }: Pick<HistoryQuery, 'historyMs' | 'stepMs'>, { startedAt, now }: ReadContext): Span {
  const to = Math.min(now.getTime(), startedAt.getTime() + TROUBLE_UNTIL_MS);
  const steps = Math.ceil((to - Math.min(startedAt.getTime(), to) + historyMs) / stepMs);
  return { from: new Date(to - steps * stepMs), to: new Date(to), stepMs };
}

/** Each series of the query around the trouble, against its own history; the fields are of the one that changed most. */
export async function readRange(
  client: PrometheusClient,
  query: HistoryQuery,
  context: ReadContext,
  signal: AbortSignal,
): Promise<Reading> {
  const { series, warnings } = await client.range(query.query, spanOf(query, context), signal);
  const [service, ...others] = context.services;
  const of = others.length === 0 ? (service?.name ?? null) : null;
  const judged = series.slice(0, MAX_SERIES).map(({ name, points }) => ({
    points,
    fact: judgeMetric({ service: of, metric: name || 'the value', signal: query.signal, unit: query.unit, points }, context),
  }));
  const sorted = judged.sort((one, other) => mostUnusual(one.fact, other.fact));
  const [first] = sorted;
  return {
    fields: fieldsOf(first?.fact ?? null),
    evidence: [...sorted.map(({ fact }) => fact.text), ...warnings.map((warning) => `Prometheus warns: ${warning}`)],
    facts: sorted.map(({ fact }) => fact),
    series: first === undefined ? [] : [plotOf(first.fact, first.points, context)],
  };
}

/** For sorting: unusual ones first, those that can be judged before those that cannot. */
export function mostUnusual(one: MetricFact, other: MetricFact): number {
  const rank = ({ verdict }: MetricFact): number => ({ unusual: 2, usual: 1, unclear: 0 })[verdict];
  return rank(other) - rank(one) || Math.abs(other.deviation) - Math.abs(one.deviation);
}

function fieldsOf(fact: MetricFact | null): Reading['fields'] {
  const { value = null, usual = null, usualRange = null, deviation = null, since = null, verdict = null } = fact ?? {};
  const [low = null, high = null] = usualRange ?? [];
  return { value, usual, low, high, deviation, since, verdict };
}

/** The samples around the trouble, thinned evenly if there are many. The last is kept. */
export function plotOf({ metric, service, unit }: MetricFact, points: readonly Sample[], { startedAt }: ReadContext): Series {
  const from = (startedAt.getTime() - PLOT_BEFORE_MS) / 1_000;
  const shown = points.filter(([time]) => time >= from);
  const stride = Math.ceil(shown.length / MAX_POINTS);
  const thinned = stride <= 1 ? shown : shown.filter((_, index) => (shown.length - 1 - index) % stride === 0);
  return { name: service === null ? metric : `${service}: ${metric}`, unit, points: thinned };
}
