import { judgeMetric } from '../../incident/investigation/metrics/judge-metric';
import { tellingFacts } from '../../incident/investigation/metrics/telling-facts';
import type { MetricFact } from '../../incident/model/investigation/fact';
import type { Reading } from '../../incident/model/investigation/reading';
import type { Service, ServiceMetric } from '../../incident/model/investigation/service';
import { type Named, type ReadSource, sourceNamed } from '../data-sources';
import type { ReadContext } from '../port';
import { SourceError } from '../source-error';
import type { PrometheusClient, Sample } from './prometheus-client';
import { mostUnusual, plotOf, spanOf } from './read-history';

/** One incident must not keep a Prometheus from answering others. */
const AT_ONCE = 8;
const MAX_PLOTS = 4;

interface Asked {
  readonly service: Service;
  readonly metric: ServiceMetric;
}
interface Judged {
  readonly fact: MetricFact;
  readonly points: readonly Sample[];
  readonly notes: readonly string[];
}
type Outcome = Judged | { readonly error: SourceError; readonly asked: Asked };

/** Every metric of the services around the trouble, each against its own history. */
export function createReadMetrics(clients: Named<PrometheusClient>): ReadSource<'metrics'> {
  return async (query, context, signal) => {
    const all = context.services.flatMap((service) => service.metrics.map((metric): Asked => ({ service, metric })));
    const span = spanOf(query, context);
    const outcomes = await inTurns(all, async (asked): Promise<Outcome> => {
      try {
        const client = sourceNamed(clients, asked.metric.source, 'prometheus');
        const { series, warnings } = await client.range(asked.metric.query, span, signal);
        return judged(asked, series, warnings, context);
      } catch (error) {
        // Also once the time is over: the metrics that were read by then, nearest services first, still tell something.
        if (!(error instanceof SourceError)) throw error;
        return { error, asked };
      }
    });
    const failed = outcomes.flatMap((outcome) => ('error' in outcome ? [outcome] : []));
    const read = outcomes.flatMap((outcome) => ('error' in outcome ? [] : [outcome]));
    // What one query has wrong must not hide the others; but without any answer, there is nothing to say.
    if (read.length === 0 && failed[0] !== undefined) throw failed[0].error;
    return readingOf(read, failed, context);
  };
}

function judged(
  { service, metric }: Asked,
  series: readonly { readonly points: readonly Sample[] }[],
  warnings: readonly string[],
  context: ReadContext,
): Judged {
  const points = series[0]?.points ?? [];
  const { name, signal, unit } = metric;
  const of = `${service.name}: ${name}`;
  const several = series.length > 1 ? [`${of}: the query yields ${series.length} series, of which only the first was read`] : [];
  const fact = judgeMetric({ service: service.name, metric: name, signal, unit, points }, context);
  return { fact, points, notes: [...several, ...warnings.map((warning) => `${of}: Prometheus warns: ${warning}`)] };
}

function readingOf(read: readonly Judged[], failed: readonly { error: SourceError; asked: Asked }[], context: ReadContext): Reading {
  const count = (verdict: MetricFact['verdict']): number => read.filter(({ fact }) => fact.verdict === verdict).length;
  const fields = { unusual: count('unusual'), usual: count('usual'), unclear: count('unclear'), unread: failed.length };
  const unusual = read.filter(({ fact }) => fact.verdict === 'unusual').sort((a, b) => mostUnusual(a.fact, b.fact));
  const unread = failed.map(
    ({ error, asked: { service, metric } }) => `${service.name}: ${metric.name} couldn't be read: ${error.message}`,
  );
  return {
    fields,
    evidence: [
      ...unusual.map(({ fact }) => `${fact.service}: ${fact.text}`),
      `${fields.usual} of ${read.length + failed.length} metrics are as usual, ${fields.unclear} have too few samples to tell`,
      ...unread,
      ...read.flatMap(({ notes }) => notes),
    ],
    // In the order of the services file, which puts the metric that causes are reckoned by first.
    facts: tellingFacts(read.map(({ fact }) => fact)),
    series: unusual.slice(0, MAX_PLOTS).map(({ fact, points }) => plotOf(fact, points, context)),
  };
}

/** The results in the order of the items, with only so many under way. */
async function inTurns<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<readonly Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, lane));
  return results;
}
