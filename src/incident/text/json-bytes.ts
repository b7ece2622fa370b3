const utf8 = new TextEncoder();

/** A value's size in a payload: as JSON, in UTF-8. A control character takes six bytes there, an emoji four. */
export function jsonBytes(value: unknown): number {
  return utf8.encode(JSON.stringify(value)).length;
}

const known = new WeakMap<object, number>();

/** The same for an object that never changes: measured once, however often it is asked for. */
export function knownBytes(value: object): number {
  const bytes = known.get(value) ?? jsonBytes(value);
  known.set(value, bytes);
  return bytes;
}

/** The size of a list of such objects. */
export function listBytes(list: readonly object[]): number {
  return list.reduce((sum: number, item) => sum + knownBytes(item) + 1, 2);
}
