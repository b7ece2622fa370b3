type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Keys whose values name a machine, a process, a path or a build, and matter to no replay. */
const REPLACED: Readonly<Record<string, Json>> = { identity: 'worker', stackTrace: '', binaryChecksum: '', workerVersion: {} };

/** A replay asks which activity is scheduled under which id, not what for; what they are given is half of a history. */
const ACTIVITY_SCHEDULED = 'activityTaskScheduledEventAttributes';

/**
 * A history without what belongs to the machine that it was recorded on, and without the inputs of activities.
 * Everything that a replay compares stays.
 */
export function normaliseHistory(value: Json, key = ''): Json {
  if (Object.hasOwn(REPLACED, key)) return REPLACED[key] as Json;
  if (Array.isArray(value)) return value.map((item: Json) => normaliseHistory(item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([name]) => key !== ACTIVITY_SCHEDULED || name !== 'input');
  const fields: Record<string, Json> = Object.fromEntries(entries.map(([name, inner]) => [name, normaliseHistory(inner, name)]));
  // The name of a sticky queue is made of the worker's host and process.
  return fields.kind === 'TASK_QUEUE_KIND_STICKY' ? { ...fields, name: 'sticky' } : fields;
}
