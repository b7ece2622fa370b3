import type { Resolution } from '../model/responders';
import { knownBytes } from '../text/json-bytes';

/**
 * The people of an incident within this many bytes. The first ones stay; the others have been paged by name, and are only
 * counted. The same result for a list that fits.
 */
export function boundedPeople<People extends Resolution | null>(people: People, maxBytes: number): People {
  if (people === null) return people;
  const { resolved, unresolved, beyond = { found: 0, missing: 0 } } = people;
  const found = leading(resolved, maxBytes * 0.75);
  const missing = leading(unresolved, maxBytes * 0.25);
  if (found.length === resolved.length && missing.length === unresolved.length) return people;
  return {
    ...people,
    resolved: found,
    unresolved: missing,
    beyond: {
      found: beyond.found + resolved.length - found.length,
      missing: beyond.missing + unresolved.length - missing.length,
    },
  };
}

function leading<Item extends object>(items: readonly Item[], maxBytes: number): readonly Item[] {
  let bytes = 0;
  const end = items.findIndex((item) => {
    bytes += knownBytes(item);
    return bytes > maxBytes;
  });
  return end === -1 ? items : items.slice(0, end);
}
