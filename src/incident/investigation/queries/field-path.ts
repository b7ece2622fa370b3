/** What may stand before a JSONPath, and what the field is then: how many matches there are, or the whole days until a time. */
const MEASURES = ['count', 'daysUntil'] as const;
export type Measure = (typeof MEASURES)[number];

/** Reads `count $.items[?@.state=="down"]` and `daysUntil $.expires`. */
export function readFieldPath(text: string): { readonly measure: Measure | null; readonly path: string } {
  const [, word = '', path = ''] = /^(\w+)\s+(.*)$/s.exec(text) ?? [];
  const measure = MEASURES.find((one) => one === word) ?? null;
  return measure === null ? { measure, path: text } : { measure, path };
}
