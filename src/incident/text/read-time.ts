import { invalid, type Refusal } from './refusal';

/** A time as RFC 3339 in UTC. Without a zone, its meaning would depend on the worker's, so it is refused. */
export function readTime(text: string, field: string): string | Refusal {
  const time = /(Z|[+-]\d\d:?\d\d)$/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time)
    ? invalid(field, 'is not a time with a time zone', 'RFC 3339, such as 2026-01-01T10:00:00Z')
    : new Date(time).toISOString();
}
