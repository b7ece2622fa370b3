import { type LogSample, readLogs } from '../../incident/investigation/sources/compare-logs';
import { logWindows, type Span } from '../../incident/investigation/sources/log-windows';
import type { ReadOfService, ServiceContext } from '../read-per-service';
import { SourceError } from '../source-error';

/** So many lines of each span are compared. Counts do not depend on it. */
export const MAX_LINES = 1_000;
/** The last time that a date can hold. A line of another time is none of any span. */
const MAX_DATE_MS = 8.64e15;

/** Lines of a span in the order of time, `first` or `last` ones if there are more than are read. */
export type SampleLogs = (query: string, span: Span, which: 'first' | 'last', signal: AbortSignal) => Promise<LogSample>;

/** A source of logs: the three spans are asked for at once. */
export function readLogQueries(sample: SampleLogs): ReadOfService<'logs'> {
  const dated = async (...asked: Parameters<SampleLogs>): Promise<LogSample> => {
    const { count, lines } = await sample(...asked);
    return { count, lines: lines.filter(({ atMs }) => Math.abs(atMs) <= MAX_DATE_MS) };
  };
  return async (query, context, signal) => {
    const text = queryText(query.query, context);
    const windows = logWindows(context, query.windowMs);
    const [trouble, before, dayBefore] = await Promise.all([
      // The first lines of a trouble are nearest to its cause, the last ones before it to what was usual.
      dated(text, windows.trouble, 'first', signal),
      dated(text, windows.before, 'last', signal),
      dated(text, windows.dayBefore, 'last', signal),
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
