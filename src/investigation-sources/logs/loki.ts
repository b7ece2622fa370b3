import type { LogLine, LogSample } from '../../incident/investigation/sources/compare-logs';
import { isFields, own } from '../../incident/text/read-fields';
import type { ReadOfService } from '../read-per-service';
import { SourceError } from '../source-error';
import { bearerOrBasic, createSourceClient, type Secret, type SourceClient } from '../source-http';
import { MAX_LINES, readLogQueries } from './read-log-query';

export interface LokiSettings {
  readonly name: string;
  readonly url: string;
  /** A token or, if it contains a colon, `USER:PASSWORD`. */
  readonly secret: Secret | null;
  readonly tenant?: string | undefined;
}

/** A selector of streams without a filter, which selects every line. Braces may stand in quotes. */
const BARE_SELECTOR = /^\s*\{(?:[^"`{}]|"(?:[^"\\]|\\.)*"|`[^`]*`)*\}\s*$/;
/** What lines of errors have in common, whatever writes them. */
const ERRORS =
  '|~ `(?i)(error|exception|fatal|panic|critical|emerg|fail|refused|timed? ?out|deadline|denied|unavailable|traceback|oom|killed|\\b5\\d\\d\\b)`';
const MS_TO_NS = '000000';

/**
 * Loki's HTTP API: https://grafana.com/docs/loki/latest/reference/loki-http-api/
 *
 * A query that only selects streams is narrowed to lines that look like errors. Lines are counted by a query of their own,
 * because a limit applies to those that are returned.
 */
export function createLoki({ name, url, secret, tenant }: LokiSettings): ReadOfService<'logs'> {
  const client = createSourceClient({
    name: `Loki ${name}`,
    url,
    secret,
    authorize: bearerOrBasic,
    headers: tenant === undefined ? {} : { 'x-scope-orgid': tenant },
  });
  return readLogQueries(async (given, { fromMs, toMs }, which, signal) => {
    const query = BARE_SELECTOR.test(given) ? `${given.trim()} ${ERRORS}` : given;
    const direction = which === 'first' ? 'forward' : 'backward';
    const [lines, count] = await Promise.all([
      client.ask(
        {
          path: '/loki/api/v1/query_range',
          query: { query, start: `${fromMs}${MS_TO_NS}`, end: `${toMs}${MS_TO_NS}`, limit: MAX_LINES, direction },
        },
        signal,
      ),
      client.ask(
        {
          path: '/loki/api/v1/query',
          query: { query: `sum(count_over_time(${query} [${toMs - fromMs}ms]))`, time: `${toMs}${MS_TO_NS}` },
        },
        signal,
      ),
    ]);
    return sampleOf(linesIn(lines, client), countIn(count, client));
  });
}

function sampleOf(lines: readonly LogLine[], count: number): LogSample {
  // Lines may have arrived between the two queries.
  return { lines, count: Math.max(count, lines.length) };
}

/** Lines of all streams. Each is a pair of its time in nanoseconds, as text, and the line; newer servers add labels. */
function linesIn(answer: unknown, client: SourceClient): readonly LogLine[] {
  return resultIn(answer, 'streams', client).flatMap((stream) => {
    const values = isFields(stream) ? own(stream, 'values') : undefined;
    return (Array.isArray(values) ? values : []).flatMap((value: unknown) => {
      const [ns, text] = Array.isArray(value) ? value : [];
      return typeof ns === 'string' && typeof text === 'string' ? [{ atMs: Number(ns.slice(0, -6)), text }] : [];
    });
  });
}

/** No series at all means that no line was found. */
function countIn(answer: unknown, client: SourceClient): number {
  const [series] = resultIn(answer, 'vector', client);
  const value = isFields(series) ? own(series, 'value') : undefined;
  const count = Number(Array.isArray(value) ? value[1] : 0);
  return Number.isFinite(count) ? count : 0;
}

function resultIn(answer: unknown, type: 'streams' | 'vector', { label }: SourceClient): readonly unknown[] {
  const data = isFields(answer) ? own(answer, 'data') : undefined;
  const [actual, result] = isFields(data) ? [own(data, 'resultType'), own(data, 'result')] : [];
  if (actual === type && Array.isArray(result)) return result;
  if (actual === 'matrix') {
    const hint = 'Give it a query that selects lines, such as {app="shop"} |= "error".';
    throw new SourceError('source_query_rejected', `${label}: the query computes values, where lines are needed`, hint);
  }
  throw new SourceError(
    'source_answer_unreadable',
    `${label}: the answer is not one of Loki's`,
    'Check that its url is the address of Loki, without /loki/api.',
  );
}
