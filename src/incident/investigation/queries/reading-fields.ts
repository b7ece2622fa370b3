import type { PrometheusRead, SourceQuery } from '../../model/investigation/source-query';
import { assertNever } from '../../text/assert-never';
import { DEPLOYMENT_FIELDS, KUBERNETES_FIELDS, LOG_FIELDS } from './source-fields';

const PROMETHEUS: Readonly<Record<PrometheusRead, readonly string[]>> = {
  instant: ['value', 'atStart', 'max', 'min', 'sum', 'series'],
  compare: ['value', 'atStart', 'hourAgo', 'dayAgo', 'weekAgo', 'timesHourAgo', 'timesDayAgo', 'timesWeekAgo'],
  range: ['value', 'usual', 'low', 'high', 'deviation', 'since', 'verdict'],
};

/** The fields of a query's reading, which its outcomes may use. */
export function readingFields(query: SourceQuery): readonly string[] {
  switch (query.from) {
    case 'prometheus':
      return PROMETHEUS[query.read];
    case 'metrics':
      return ['unusual', 'usual', 'unclear', 'unread'];
    case 'httpJson':
      return Object.keys(query.fields);
    case 'kubernetes':
      return KUBERNETES_FIELDS[query.check];
    case 'logs':
      return LOG_FIELDS;
    case 'deployments':
      return DEPLOYMENT_FIELDS;
    default:
      return assertNever(query);
  }
}
