import type { NormalizedEvent } from '../model/incident';

const MAX_NAMED = 10;

/**
 * Human-readable lines: what else is firing in a body besides the alert that opens the incident, and what is ignored and
 * why.
 */
export function besideLines(others: readonly NormalizedEvent[]): readonly string[] {
  const firing = others.filter(({ status }) => status === 'firing').map(({ title, severity }) => `${title} (${severity})`);
  const quiet = others
    .filter(({ status }) => status !== 'firing')
    .map((event) => event.statusNote?.text ?? `${event.title} (${event.status})`);
  return [...listed('Also firing (no separate incident)', firing), ...listed('Also received, but silenced or not firing', quiet)];
}

function listed(what: string, names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const more = names.length > MAX_NAMED ? ` and ${names.length - MAX_NAMED} more` : '';
  return [`${what}: ${names.slice(0, MAX_NAMED).join('; ')}${more}`];
}
