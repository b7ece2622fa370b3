import { compile, JSONPathError } from 'json-p3';
import { readFieldPath } from '../../incident/investigation/queries/field-path';
import { assertNever } from '../../incident/text/assert-never';
import { cleanLine } from '../../incident/text/clean-text';
import { hideSecrets } from '../../incident/text/hide-secrets';
import type { ReadSource } from '../data-sources';
import { SourceError } from '../source-error';
import type { SourceClient } from '../source-http';

const MAX_TEXT = 200;
const DAY_MS = 86_400_000;
type Value = number | string | null;

/** Fetches one JSON, and reads the fields that the query names. */
export function createReadHttpJson(client: SourceClient): ReadSource<'httpJson'> {
  return async ({ path, fields }, { now }, signal) => {
    const content = await client.ask({ path, namesPath: true }, signal);
    const read = Object.entries(fields).map(([name, at]) => [name, fieldOf(content, at, now, client.label)] as const);
    return {
      fields: Object.fromEntries(read),
      evidence: read.map(([name, value]) => `${name}: ${value ?? 'no value'}`),
      facts: [],
      series: [],
    };
  };
}

/** The first value at a path, or what is measured there. */
function fieldOf(content: unknown, at: string, now: Date, label: string): Value {
  const { measure, path } = readFieldPath(at);
  try {
    // One by one: all at once, a wide answer has more matches than a call has room for.
    const found = compile(path).lazyQuery(content as Parameters<ReturnType<typeof compile>['query']>[0]);
    switch (measure) {
      case null:
        return scalarOf(firstOf(found));
      case 'count':
        return Array.from(found).length;
      case 'daysUntil':
        return daysUntil(firstOf(found), now);
      default:
        return assertNever(measure);
    }
  } catch (error) {
    if (!(error instanceof JSONPathError || error instanceof RangeError)) throw error;
    const why = cleanLine(error.message, MAX_TEXT);
    throw new SourceError('source_query_rejected', `${label}: ${at} cannot be read in its answer (${why})`, 'Correct the JSONPath.');
  }
}

function firstOf(found: Iterable<{ readonly value: unknown }>): unknown {
  for (const { value } of found) return value;
  return undefined;
}

/** Negative once the time is over; null if it is none. */
function daysUntil(value: unknown, now: Date): number | null {
  const days = typeof value === 'string' ? (Date.parse(value) - now.getTime()) / DAY_MS : Number.NaN;
  return Number.isFinite(days) ? Math.floor(days) : null;
}

/** A list counts by its length, so that a condition can compare it. An object has no value. */
function scalarOf(value: unknown): Value {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'string') return cleanLine(hideSecrets(value), MAX_TEXT);
  if (typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? value.length : null;
}
