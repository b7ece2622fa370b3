import { type Fields, isFields, own } from '../text/read-fields';

/** The project's own field names, each with the path of the value that it takes. */
export type FieldMap = Readonly<Record<string, string>>;

/** Fields that may be mapped, and what the generic reader calls them; a label is `labels.NAME`. */
const MAPPABLE: ReadonlyMap<string, string> = new Map([
  ...[
    'id',
    'title',
    'severity',
    'status',
    'description',
    'source',
    'fingerprint',
    'dedup_key',
    'alert_name',
    'started_at',
    'link',
    'links',
    'labels',
    'tags',
  ].map((name) => [name, name] as const),
  ['startedAt', 'started_at'],
  ['alertName', 'alert_name'],
  ['dedupKey', 'dedup_key'],
]);
const LABEL = /^labels\.(.{1,100})$/s;
const STEP = /\.([^.[\]'"\s()*?,]+)|\[(\d{1,9})\]|\['([^']*)'\]|\["([^"]*)"\]/y;
const MAX_PATH = 500;

export interface MapProblem {
  /** The name in the map. */
  readonly field: string;
  readonly problem: string;
  readonly allowed: string;
}

/** What is wrong with a map: unknown fields, and paths that cannot be read. Empty if nothing is. */
export function mapProblems(map: FieldMap): readonly MapProblem[] {
  return Object.entries(map).flatMap(([field, path]) => {
    const problems: MapProblem[] = [];
    if (!MAPPABLE.has(field) && !LABEL.test(field))
      problems.push({ field, problem: 'is not a field that can be mapped', allowed: `${[...MAPPABLE.keys()].join(', ')}, labels.NAME` });
    if (stepsOf(path) === null)
      problems.push({
        field,
        problem: `${JSON.stringify(path.slice(0, 60))} is not a path`,
        allowed: "$ and steps such as .name, [0] or ['a name']",
      });
    return problems;
  });
}

/**
 * A body with the mapped fields under the project's own names; in a list, each item. A path that leads to nothing leaves the
 * field as the body has it. The body itself is not changed.
 */
export function mapFields(body: unknown, map: FieldMap): unknown {
  const read = Object.entries(map).flatMap(([field, path]) => {
    const steps = stepsOf(path);
    return steps === null ? [] : [{ field, steps }];
  });
  const mapOne = (item: unknown) => (isFields(item) ? withMapped(item, read) : item);
  return Array.isArray(body) ? body.map(mapOne) : mapOne(body);
}

function withMapped(body: Fields, map: readonly { field: string; steps: readonly string[] }[]): Fields {
  const found = map
    .map(({ field, steps }) => ({ field, value: valueAt(body, steps) }))
    .filter(({ value }) => value !== undefined && value !== null);
  const plain = found.flatMap(({ field, value }) => {
    const name = MAPPABLE.get(field);
    return name === undefined ? [] : [[name, value] as const];
  });
  const labels = found.flatMap(({ field, value }) => {
    const name = LABEL.exec(field)?.[1];
    return name === undefined ? [] : [[name, value] as const];
  });
  const mapped = Object.fromEntries([...Object.entries(body), ...plain]);
  if (labels.length === 0) return mapped;
  const given = own(mapped, 'labels');
  // Labels in another form than an object stay readable as tags.
  const others = isFields(given)
    ? { labels: Object.fromEntries([...Object.entries(given), ...labels]) }
    : { labels: Object.fromEntries(labels) };
  return { ...mapped, ...others, ...(given === undefined || isFields(given) ? {} : { tags: given }) };
}

/** Only own properties count; a number picks from a list. */
function valueAt(body: Fields, steps: readonly string[]): unknown {
  let at: unknown = body;
  for (const step of steps) {
    if (Array.isArray(at)) at = /^\d{1,9}$/.test(step) ? at[Number(step)] : undefined;
    else at = isFields(at) ? own(at, step) : undefined;
  }
  return at;
}

/** The steps of a path such as `$.a.b[0]['c d']`; null if it is not one. */
function stepsOf(path: string): readonly string[] | null {
  if (!path.startsWith('$') || path.length > MAX_PATH) return null;
  const steps: string[] = [];
  let at = 1;
  while (at < path.length) {
    STEP.lastIndex = at;
    const match = STEP.exec(path);
    if (match === null) return null;
    steps.push(match[1] ?? match[2] ?? match[3] ?? match[4] ?? '');
    at = STEP.lastIndex;
  }
  return steps.length === 0 ? null : steps;
}
