import type { PrometheusRead, SourceQuery } from '../../model/investigation/source-query';
import { assertNever } from '../../text/assert-never';

const PROMETHEUS: Readonly<Record<PrometheusRead, readonly string[]>> = {
  instant: ['value', 'atStart', 'max', 'min', 'sum', 'series'],
  compare: ['value', 'atStart', 'hourAgo', 'dayAgo', 'weekAgo', 'timesHourAgo', 'timesDayAgo', 'timesWeekAgo'],
  range: ['value', 'usual', 'low', 'high', 'deviation', 'since', 'verdict'],
};

/** The fields of a query's reading, which its outcomes may use; null if they depend on the answer. */
export function readingFields(query: SourceQuery): readonly string[] | null {
  switch (query.from) {
    case 'prometheus':
      return PROMETHEUS[query.read];
    case 'metrics':
      return ['unusual', 'usual', 'unclear'];
    case 'httpJson':
      return Object.keys(query.fields);
    case 'kubernetes':
    case 'logs':
    case 'deployments':
      return null;
    default:
      return assertNever(query);
  }
}
