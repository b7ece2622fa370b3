import type { LogLine, LogSample } from '../../incident/investigation/sources/compare-logs';
import { type Fields, isFields, own } from '../../incident/text/read-fields';
import type { ReadOfService } from '../read-per-service';
import { SourceError } from '../source-error';
import { basic, createSourceClient, type Secret } from '../source-http';
import { MAX_LINES, readLogQueries } from './read-log-query';

export interface ElasticsearchSettings {
  readonly name: string;
  readonly url: string;
  /** An API key or, if it contains a colon, `USER:PASSWORD`. */
  readonly secret: Secret | null;
  /** Names of indexes, with wildcards. */
  readonly index: string;
}

const TIME = '@timestamp';
/** Fields that hold the line, by the Elastic Common Schema and by usual shippers; the first that is there counts. */
const MESSAGES = ['message', 'log', 'msg', 'event.original', 'body'] as const;
const ERROR = 'error.message';

/**
 * The search of Elasticsearch, and of OpenSearch, which is the same:
 * https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-search
 *
 * The query is one of Lucene, and is taken as it is.
 */
export function createElasticsearch({ name, url, secret, index }: ElasticsearchSettings): ReadOfService<'logs'> {
  const client = createSourceClient({
    name: `Elasticsearch ${name}`,
    url,
    secret,
    authorize: (value) => (value.includes(':') ? basic(value) : { authorization: `ApiKey ${value}` }),
  });
  const path = `/${index.split(',').map(encodeURIComponent).join(',')}/_search`;
  return readLogQueries(async (query, { fromMs, toMs }, which, signal) => {
    const range = { [TIME]: { gte: fromMs, lt: toMs, format: 'epoch_millis' } };
    const search = {
      size: MAX_LINES,
      track_total_hits: true,
      sort: [{ [TIME]: { order: which === 'first' ? 'asc' : 'desc', unmapped_type: 'date' } }],
      _source: [TIME, ERROR, ...MESSAGES],
      query: { bool: { filter: [{ range }, { query_string: { query, default_field: 'message' } }] } },
    };
    const answer = await client.ask({ path, body: { json: search }, query: { ignore_unavailable: 'true' } }, signal);
    return sampleIn(answer, client.label, index);
  });
}

function sampleIn(answer: unknown, label: string, index: string): LogSample {
  const hits = valueAt(answer, 'hits');
  const [list, total] = [valueAt(hits, 'hits'), valueAt(hits, 'total')];
  if (!Array.isArray(list)) {
    throw new SourceError(
      'source_answer_unreadable',
      `${label}: the answer is not one of a search`,
      'Check that its url is the address of Elasticsearch.',
    );
  }
  const shards = valueAt(answer, '_shards');
  // A pattern that fits no index, and an index that is not there, are answered as if nothing had been logged.
  if (valueAt(shards, 'total') === 0) {
    throw new SourceError(
      'source_query_rejected',
      `${label}: there is no index ${index}`,
      'Correct index of the data source, and check that its secret may read that index.',
    );
  }
  // Without all of its shards, what is missing would seem to be absent.
  const failed = valueAt(shards, 'failed');
  if (valueAt(answer, 'timed_out') === true || (typeof failed === 'number' && failed > 0)) {
    throw new SourceError(
      'source_timeout',
      `${label}: it could search only a part of the logs`,
      'Check the health of the cluster, or narrow the query.',
    );
  }
  const lines = list.flatMap(lineOf);
  const count = typeof total === 'number' ? total : valueAt(total, 'value');
  return { lines, count: Math.max(typeof count === 'number' ? count : 0, lines.length) };
}

function lineOf(hit: unknown): readonly LogLine[] {
  const source = valueAt(hit, '_source');
  if (!isFields(source)) return [];
  const message = MESSAGES.map((field) => textAt(source, field)).find((text) => text !== '') ?? '';
  const error = textAt(source, ERROR);
  const text = [message, message.includes(error) ? '' : error].filter(Boolean).join(': ');
  const time = own(source, TIME);
  const atMs = typeof time === 'number' ? time : Date.parse(String(time));
  return text === '' || Number.isNaN(atMs) ? [] : [{ atMs, text }];
}

/** A field by its dotted name, which a document may hold as such or nested. */
function textAt(source: Fields, name: string): string {
  const nested = name.split('.').reduce<unknown>((value, part) => valueAt(value, part), source);
  const value = own(source, name) ?? nested;
  return typeof value === 'string' ? value : '';
}

function valueAt(value: unknown, name: string): unknown {
  return isFields(value) ? own(value, name) : undefined;
}
