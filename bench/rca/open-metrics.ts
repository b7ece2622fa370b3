import type { Column } from './measurements';
import type { Stretch } from './timeline';

/** Name of a metric in Prometheus. */
export const metricName = (metric: string): string => `rca_${metric}`;

/** The measurements as OpenMetrics text, in pieces: every metric once, with its series one after the other, each in order of time. */
export function* openMetrics(stretches: readonly Stretch[]): Generator<string> {
  const metrics = new Set(stretches.flatMap(({ measured }) => measured.columns.map(({ metric }) => metric)));
  for (const metric of metrics) {
    yield `# TYPE ${metricName(metric)} gauge\n`;
    for (const { scenario, measured } of [...stretches].sort((a, b) => (a.measured.times[0] ?? 0) - (b.measured.times[0] ?? 0))) {
      for (const column of measured.columns) if (column.metric === metric) yield seriesText(scenario, column, measured.times);
    }
  }
  yield '# EOF\n';
}

function seriesText(scenario: string, { service, metric, statistic, values }: Column, times: readonly number[]): string {
  const labels = `scenario=${quoted(scenario)},service=${quoted(service)},statistic=${quoted(statistic)}`;
  const lines = values.flatMap((value, index) => (value === null ? [] : [`${metricName(metric)}{${labels}} ${value} ${times[index]}\n`]));
  return lines.join('');
}

const quoted = (text: string): string => `"${text.replace(/[\\"\n]/g, (char) => (char === '\n' ? '\\n' : `\\${char}`))}"`;
