import { compile, JSONPathError } from 'json-p3';
import { COUNT } from '../../incident/investigation/queries/field-path';
import { cleanLine } from '../../incident/text/clean-text';
import type { ReadSource } from '../data-sources';
import { SourceError } from '../source-error';
import type { SourceClient } from '../source-http';

const MAX_TEXT = 200;
type Value = number | string | null;

/** Fetches one JSON, and reads the fields that the query names. */
export function createReadHttpJson(client: SourceClient): ReadSource<'httpJson'> {
  return async ({ path, fields }, _context, signal) => {
    const content = await client.ask({ path }, signal);
    const read = Object.entries(fields).map(([name, at]) => [name, fieldOf(content, at, client.label)] as const);
    return {
      fields: Object.fromEntries(read),
      evidence: read.map(([name, value]) => `${name}: ${value ?? 'no value'}`),
      facts: [],
      series: [],
    };
  };
}

/** The first value at a path, or how many there are if the path begins with `count`. */
function fieldOf(content: unknown, at: string, label: string): Value {
  const isCount = COUNT.test(at);
  try {
    const found = compile(at.replace(COUNT, '')).query(content as Parameters<ReturnType<typeof compile>['query']>[0]);
    return isCount ? found.length : scalarOf(found.values()[0]);
  } catch (error) {
    if (!(error instanceof JSONPathError)) throw error;
    const why = cleanLine(error.message, MAX_TEXT);
    throw new SourceError('source_query_rejected', `${label}: ${at} cannot be read in its answer (${why})`, 'Correct the JSONPath.');
  }
}

/** A list counts by its length, so that a condition can compare it. An object has no value. */
function scalarOf(value: unknown): Value {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'string') return cleanLine(value, MAX_TEXT);
  if (typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? value.length : null;
}
