import { type LogSample, readLogs } from '../../incident/investigation/sources/compare-logs';
import { logWindows, type Span } from '../../incident/investigation/sources/log-windows';
import type { ReadOfService, ServiceContext } from '../read-per-service';
import { SourceError } from '../source-error';

/** So many lines of each span are compared. Counts do not depend on it. */
export const MAX_LINES = 1_000;

/** Lines of a span in the order of time, `first` or `last` ones if there are more than are read. */
export type SampleLogs = (query: string, span: Span, which: 'first' | 'last', signal: AbortSignal) => Promise<LogSample>;

/** A source of logs: the three spans are asked for at once. */
export function readLogQueries(sample: SampleLogs): ReadOfService<'logs'> {
  return async (query, context, signal) => {
    const text = queryText(query.query, context);
    const windows = logWindows(context, query.windowMs);
    const [trouble, before, dayBefore] = await Promise.all([
      // The first lines of a trouble are nearest to its cause, the last ones before it to what was usual.
      sample(text, windows.trouble, 'first', signal),
      sample(text, windows.before, 'last', signal),
      sample(text, windows.dayBefore, 'last', signal),
    ]);
    return readLogs({ trouble, before, dayBefore }, context.service, context.services);
  };
}

function queryText(given: string | null, { service }: ServiceContext): string {
  const query = given ?? service?.logs?.query;
  if (query !== undefined) return query;
  const hint = 'Give the probe a query, or the service its logs entry in the services file.';
  throw new SourceError('source_query_rejected', 'the probe has no query, and neither has its service', hint);
}
