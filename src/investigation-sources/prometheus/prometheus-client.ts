import { cleanLine } from '../../incident/text/clean-text';
import { isFields, own } from '../../incident/text/read-fields';
import { SourceError } from '../source-error';
import type { SourceClient } from '../source-http';

/** Seconds since 1970 and a value; never NaN or infinite. */
export type Sample = readonly [number, number];

export interface Vector {
  readonly series: readonly { readonly name: string; readonly value: number | null }[];
  readonly warnings: readonly string[];
}

export interface Matrix {
  readonly series: readonly { readonly name: string; readonly points: readonly Sample[] }[];
  readonly warnings: readonly string[];
}

export interface Span {
  readonly from: Date;
  readonly to: Date;
  readonly stepMs: number;
}

/** Queries of one Prometheus. @throws SourceError */
export interface PrometheusClient {
  readonly label: string;
  instant(query: string, at: Date, signal: AbortSignal): Promise<Vector>;
  range(query: string, span: Span, signal: AbortSignal): Promise<Matrix>;
}

const MAX_WARNINGS = 3;
const MAX_NAME = 120;
const seconds = (date: Date): string => String(date.getTime() / 1_000);

/** Queries travel in a form, because an address has less room. */
export function createPrometheusClient(client: SourceClient): PrometheusClient {
  const ask = async (path: string, form: Readonly<Record<string, string>>, signal: AbortSignal) =>
    readAnswer(await client.ask({ path, body: { form } }, signal), client.label);
  return {
    label: client.label,
    async instant(query, at, signal) {
      const { type, result, warnings } = await ask('/api/v1/query', { query, time: seconds(at) }, signal);
      if (type === 'scalar') return { series: [{ name: '', value: sampleValue(result, client.label) }], warnings };
      if (type !== 'vector') throw unreadable(client.label, `a ${type} instead of a vector: the query must yield a value for each series`);
      const series = listIn(result, client.label).map((one) => ({
        name: nameOf(one),
        value: sampleValue(own(one, 'value'), client.label),
      }));
      return { series, warnings };
    },
    async range(query, { from, to, stepMs }, signal) {
      const form = { query, start: seconds(from), end: seconds(to), step: String(stepMs / 1_000) };
      const { type, result, warnings } = await ask('/api/v1/query_range', form, signal);
      if (type !== 'matrix') throw unreadable(client.label, `a ${type} instead of a matrix`);
      const series = listIn(result, client.label).map((one) => ({ name: nameOf(one), points: pointsOf(own(one, 'values'), client.label) }));
      return { series, warnings };
    },
  };
}

interface Answer {
  readonly type: string;
  readonly result: unknown;
  readonly warnings: readonly string[];
}

function readAnswer(answer: unknown, label: string): Answer {
  const data = isFields(answer) && own(answer, 'status') === 'success' ? own(answer, 'data') : undefined;
  const type = isFields(data) ? own(data, 'resultType') : undefined;
  if (!isFields(data) || typeof type !== 'string') throw unreadable(label, 'no result of a query');
  const told = isFields(answer) ? own(answer, 'warnings') : undefined;
  const warnings = Array.isArray(told) ? told.filter((one): one is string => typeof one === 'string') : [];
  return { type: cleanLine(type, 20), result: own(data, 'result'), warnings: warnings.slice(0, MAX_WARNINGS) };
}

function listIn(result: unknown, label: string) {
  if (Array.isArray(result) && result.every(isFields)) return result;
  throw unreadable(label, 'a result that is not a list of series');
}

/** Beyond any measurement; sums and squares of what is below stay finite. */
const MAX_VALUE = 1e150;
/** The last time that a date can hold. */
const MAX_SECONDS = 8.64e12;

/** `[time, "value"]`. NaN and infinite values are no values. */
function sampleOf(pair: unknown, label: string): readonly [number, number | null] {
  if (!Array.isArray(pair)) throw unreadable(label, 'a sample that is not a time with a value');
  const [time, text] = pair as unknown[];
  if (typeof time !== 'number' || Math.abs(time) > MAX_SECONDS || typeof text !== 'string')
    throw unreadable(label, 'a sample that is not a time with a value');
  const value = text.trim() === '' ? Number.NaN : Number(text);
  return [time, Math.abs(value) < MAX_VALUE ? value : null];
}

const sampleValue = (pair: unknown, label: string): number | null => sampleOf(pair, label)[1];

function pointsOf(values: unknown, label: string): readonly Sample[] {
  if (!Array.isArray(values)) throw unreadable(label, 'a series without values');
  return values.flatMap((pair): Sample[] => {
    const [time, value] = sampleOf(pair, label);
    return value === null ? [] : [[time, value]];
  });
}

/** The labels of a series, as people read them: `job=cart, code=500`; empty if there are none. */
function nameOf(series: Readonly<Record<string, unknown>>): string {
  const metric = own(series, 'metric');
  if (!isFields(metric)) return '';
  const { __name__: name, ...labels } = metric;
  const pairs = Object.entries(labels).map(([label, value]) => `${label}=${String(value)}`);
  return cleanLine([...(typeof name === 'string' ? [name] : []), ...pairs].join(', '), MAX_NAME);
}

function unreadable(label: string, what: string): SourceError {
  return new SourceError(
    'source_answer_unreadable',
    `${label}: its answer has ${what}`,
    'Check that its url is the address of a Prometheus API.',
  );
}
