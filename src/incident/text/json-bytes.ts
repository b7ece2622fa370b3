const utf8 = new TextEncoder();

/** A value's size in a payload: as JSON, in UTF-8. A control character takes six bytes there, an emoji four. */
export function jsonBytes(value: unknown): number {
  return utf8.encode(JSON.stringify(value)).length;
}
