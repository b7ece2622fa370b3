type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Keys whose values name a machine, a process or a path, and matter to no replay. */
const REPLACED: Readonly<Record<string, Json>> = { identity: 'worker', stackTrace: '', binaryChecksum: '' };

/** A history without what belongs to the machine that it was recorded on. Everything that a replay compares stays. */
export function normaliseHistory(value: Json, key = ''): Json {
  if (Object.hasOwn(REPLACED, key)) return REPLACED[key] as Json;
  if (Array.isArray(value)) return value.map((item: Json) => normaliseHistory(item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, normaliseHistory(inner, name)] as const);
  const fields: Record<string, Json> = Object.fromEntries(entries);
  // The name of a sticky queue is made of the worker's host and process.
  return fields.kind === 'TASK_QUEUE_KIND_STICKY' ? { ...fields, name: 'sticky' } : fields;
}
