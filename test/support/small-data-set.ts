import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Calls of the small shop: shop → cart → database, shop → search. */
const CALLS: Readonly<Record<string, readonly string[]>> = { shop: ['cart', 'search'], cart: ['database'], search: [], database: [] };
const SERVICES = Object.keys(CALLS);
const KINDS = [
  ['latency', 'p99'],
  ['latency', 'Average'],
  ['availability', 'Average'],
  ['requests', 'Sum'],
] as const;
const STEP_S = 300;
export const NORMAL_SAMPLES = 61;
/** The normal operation was measured after the issue, as it may be. */
const NORMAL_FROM = 1_700_000_000;
const ISSUE_FROM = 1_690_000_000;

/** Writes a data set of one scenario with one case, in which the database becomes slow when the third sample begins. */
export function writeSmallDataSet(folder: string): void {
  const scenario = join(folder, 'small');
  const issue = join(scenario, 'train', 'issue_0');
  mkdirSync(join(scenario, 'noissue'), { recursive: true });
  mkdirSync(issue, { recursive: true });
  const matrix = SERVICES.map((name) => [name, ...SERVICES.map((other) => (CALLS[name]?.includes(other) ? 1 : 0))]);
  writeFileSync(join(scenario, 'graph.csv'), [['', ...SERVICES], ...matrix].map((row) => row.join(',')).join('\n'));
  writeFileSync(
    join(scenario, 'noissue', 'metrics.csv'),
    measurements(NORMAL_FROM, NORMAL_SAMPLES, () => 0),
  );
  writeFileSync(
    join(issue, 'metrics.csv'),
    measurements(ISSUE_FROM, 5, (service, at) => (at >= 2 && service !== 'search' ? 1 : 0)),
  );
  const target = { node: 'shop', metric: 'latency', agg: 'Average', timestamp: ISSUE_FROM + 2 * STEP_S - 20 };
  writeFileSync(join(issue, 'target.json'), JSON.stringify({ target, root_cause: { node: 'database', metric: null } }));
}

function measurements(from: number, count: number, extra: (service: string, at: number) => number): string {
  const columns = SERVICES.flatMap((service) => KINDS.map(([metric, statistic]) => ({ service, metric, statistic })));
  const header = [
    ['microservice', ...columns.map(({ service }) => service)],
    ['metric', ...columns.map(({ metric }) => metric)],
    ['statistic', ...columns.map(({ statistic }) => statistic)],
    ['unix_timestamp', ...columns.map(() => '')],
  ];
  const rows = Array.from({ length: count }, (_, at) => [
    `${from + at * STEP_S}.0`,
    ...columns.map(({ service, metric, statistic }, index) => {
      // Search is measured only now and then.
      if (service === 'search' && at % 7 === 3) return '';
      const wobble = Math.sin(at * 2.4 + index);
      if (metric === 'requests') return String(100 + Math.round(5 * wobble));
      if (metric === 'availability') return '100.0';
      return String((statistic === 'p99' ? 0.4 : 0.1) * (1 + 0.1 * wobble) + extra(service, at));
    }),
  ]);
  return [...header, ...rows].map((row) => row.join(',')).join('\n');
}
