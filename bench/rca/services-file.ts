import type { ServicesFile } from '../../src/services/services-schema';
import { type Scenario, SIGNAL_OF } from './data-set';
import { metricName } from './open-metrics';

const UNITS: Readonly<Record<string, string>> = { latency: 's', availability: '%' };
/** Means first: only they add up along calls. */
const MEANS: readonly string[] = ['Average', 'Sum'];

/** Two scenarios may have services of the same name. */
export const serviceName = (scenario: string, service: string): string => `${scenario}/${service}`;

/** The services file of a data set: what calls what, and the metrics of each service. */
export function servicesFile(scenarios: readonly Scenario[]): ServicesFile {
  const columns = scenarios.flatMap(({ normal, cases }) =>
    [normal, ...cases.map(({ measured }) => measured)].flatMap((one) => one.columns),
  );
  const kinds = new Map(columns.map(({ metric, statistic }) => [`${metric}-${statistic}`.toLowerCase(), { metric, statistic }]));
  const metrics = [...kinds].flatMap(([name, { metric, statistic }]) => {
    const signal = SIGNAL_OF[metric];
    if (signal === undefined) return [];
    const query = `${metricName(metric)}{scenario="{{scenario}}",service="{{node}}",statistic="${statistic}"}`;
    return [{ name, signal, source: null, query, unit: UNITS[metric] ?? null, isMean: MEANS.includes(statistic) }];
  });
  const ordered = metrics.sort((a, b) => Number(b.isMean) - Number(a.isMean)).map(({ isMean: _, ...metric }) => metric);
  return {
    metrics: { measured: ordered },
    services: scenarios.flatMap(({ name: scenario, calls }) =>
      [...calls].map(([node, needs]) => ({
        name: serviceName(scenario, node),
        owner: null,
        dependsOn: needs.map((needed) => serviceName(scenario, needed)),
        targets: [],
        metrics: ['measured'],
        variables: { scenario, node },
        runbook: null,
        kubernetes: null,
        logs: null,
        deployments: null,
      })),
    ),
  };
}
