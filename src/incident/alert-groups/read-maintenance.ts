import { isSeverity, SEVERITIES } from '../model/severity';
import { cleanLine } from '../text/clean-text';
import { isFields, own, shown } from '../text/read-fields';
import { fieldsOf, requiredLine, requiredText } from '../text/read-payload';
import { invalid, type Refusal } from '../text/refusal';
import type { AddMaintenance, EndMaintenance } from './added-maintenance';
import type { AlertCondition } from './rules';

const MAX_REASON = 300;
const MAX_ID = 60;
const MAX_CONDITIONS = 20;
const MAX_VALUE = 200;
const TIME = 'a time with its zone, such as 2026-01-04T02:00:00+01:00';
const CONDITION = '{source?, severity?, labels?}, each with a list of values';

/** Reads what a maintenance is, or says which field is wrong. Never throws. */
export function readAddMaintenance(payload: unknown): AddMaintenance | Refusal {
  if (!isFields(payload)) return invalid('payload', 'must be an object', '{actor, when, to, reason}');
  const { from } = payload;
  return fieldsOf({
    when: readCondition(own(payload, 'when')),
    from: from === undefined || from === null ? undefined : readTime(from, 'from'),
    to: readTime(own(payload, 'to'), 'to'),
    reason: requiredLine(payload, 'reason', MAX_REASON, 'why the alerts are only recorded'),
  });
}

/** Reads which maintenance is to end. Never throws. */
export function readEndMaintenance(payload: unknown): EndMaintenance | Refusal {
  if (!isFields(payload)) return invalid('payload', 'must be an object', '{actor, id}');
  return fieldsOf({ id: requiredText(payload, 'id', MAX_ID) });
}

/** A time with its zone, in UTC: without a zone, its meaning would depend on the machine. */
export function readTime(value: unknown, field: string): string | Refusal {
  const isZoned = typeof value === 'string' && /^\d{4}-\d\d-\d\d[T ]\S{4,20}(Z|[+-]\d\d:?\d\d)$/i.test(value);
  const time = isZoned && isDay(value.slice(0, 10)) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? invalid(field, `${shown(value)} is not a time with its zone`, TIME) : new Date(time).toISOString();
}

/** False for 30 February, which JavaScript would take for 2 March. */
function isDay(day: string): boolean {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day);
}

function readCondition(value: unknown): AlertCondition | Refusal {
  if (!isFields(value)) return invalid('when', 'must be an object', CONDITION);
  const unknown = Object.keys(value).find((key) => !['source', 'severity', 'labels'].includes(key));
  if (unknown !== undefined) return invalid('when', `${shown(unknown)} is not a condition`, CONDITION);
  const severity = valuesOf(own(value, 'severity'));
  if (severity !== undefined && !severity?.every(isSeverity))
    return invalid('when.severity', 'is not a list of severities', SEVERITIES.join(', '));
  const source = valuesOf(own(value, 'source'));
  if (source === null) return invalid('when.source', 'is not a list of sources', `1 to ${MAX_CONDITIONS} names or types of sources`);
  const labels = own(value, 'labels');
  if (labels !== undefined && (!isFields(labels) || Object.keys(labels).length > MAX_CONDITIONS))
    return invalid('when.labels', 'is not a set of labels', `at most ${MAX_CONDITIONS} labels, each with a list of values`);
  const read = Object.entries(labels ?? {}).map(([name, values]) => [cleanLine(name, MAX_VALUE), valuesOf(values) ?? null] as const);
  const wrong = read.find(([, values]) => values === null);
  if (wrong !== undefined)
    return invalid('when.labels', `${shown(wrong[0])} has no list of values`, `1 to ${MAX_CONDITIONS} values; * for any`);
  return {
    ...(source === undefined ? {} : { source }),
    ...(severity === undefined ? {} : { severity: severity.filter(isSeverity) }),
    ...(read.length === 0 ? {} : { labels: Object.fromEntries(read) as Record<string, readonly string[]> }),
  };
}

/** A list of one-line texts, each once; undefined if there is none, null if it is something else. */
function valuesOf(value: unknown): readonly string[] | undefined | null {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_CONDITIONS) return null;
  if (!value.every((item) => typeof item === 'string')) return null;
  const lines = [...new Set(value.map((item) => cleanLine(item, MAX_VALUE)))];
  return lines.includes('') ? null : lines;
}
