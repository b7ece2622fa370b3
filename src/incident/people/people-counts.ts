import type { PeopleCounts, Resolution } from '../model/responders';

export function countPeople({ resolved, unresolved, beyond = { found: 0, missing: 0 } }: Resolution): PeopleCounts {
  const missing = new Set(unresolved.map(({ reference }) => reference));
  const found = new Set(resolved.map(({ reference }) => reference).filter((reference) => !missing.has(reference)));
  const hasGroups = resolved.some(({ method }) => method === 'user_group');
  return { asked: found.size + missing.size + beyond.found + beyond.missing, found: found.size + beyond.found, hasGroups };
}

/** "2 of 3 people found", or "2 of 3 people and groups found" if a group is among those found. */
export function describeCounts({ asked, found, hasGroups }: PeopleCounts): string {
  const one = hasGroups ? 'group' : 'person';
  const many = hasGroups ? 'people and groups' : 'people';
  return `${found} of ${asked} ${asked === 1 ? one : many} found`;
}
