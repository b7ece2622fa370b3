import { cleanLine } from '../incident/text/clean-text';
import { isFields, own } from '../incident/text/read-fields';

/** A place in a file, with the entries of lists counted from 1 and named if they have a name or an id: `alerts.rules.#2 (prod).do`. */
export function placeIn(content: unknown, path: readonly PropertyKey[]): string {
  let at: unknown = content;
  const steps = path.map((key) => {
    at = (at as Record<PropertyKey, unknown> | null | undefined)?.[key];
    return typeof key === 'number'
      ? entryPlace(key, isFields(at) ? (own(at, 'name') ?? own(at, 'id') ?? own(at, 'type')) : undefined)
      : String(key);
  });
  return steps.join('.');
}

/** An entry of a list: `#2`, or `#2 (prod)` if it has a name or at least a type. */
export function entryPlace(index: number, name: unknown): string {
  return typeof name === 'string' && name !== '' ? `#${index + 1} (${cleanLine(name, 60)})` : `#${index + 1}`;
}
