import { assertNever } from '../../incident/text/assert-never';
import type { ReadSource } from '../data-sources';
import type { PrometheusClient } from './prometheus-client';
import { readRange } from './read-history';
import { readCompared, readInstant } from './read-now';

/** Reads one query of one Prometheus, as the probe asks. */
export function createReadPrometheus(client: PrometheusClient): ReadSource<'prometheus'> {
  return async (query, context, signal) => {
    switch (query.read) {
      case 'instant':
        return readInstant(client, query.query, context, signal);
      case 'compare':
        return readCompared(client, query.query, context, signal);
      case 'range':
        return readRange(client, query, context, signal);
      default:
        return assertNever(query.read);
    }
  };
}
