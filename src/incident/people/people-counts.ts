import type { Resolution } from '../model/responders';

export interface PeopleCounts {
  /** References that were asked for: people and groups. */
  readonly asked: number;
  readonly found: number;
  /** "2 of 3 people found"; with a group among them "2 of 3 people and groups found". */
  readonly text: string;
}

/** Counts references, not people: a group that was found counts once, however many are in it. */
export function countPeople({ resolved, unresolved }: Resolution): PeopleCounts {
  const missing = new Set(unresolved.map(({ reference }) => reference));
  const found = new Set(resolved.map(({ reference }) => reference).filter((reference) => !missing.has(reference)));
  const asked = found.size + missing.size;
  const groups = resolved.some(({ method }) => method === 'user_group');
  return { asked, found: found.size, text: `${found.size} of ${asked} ${groups ? 'people and groups' : 'people'} found` };
}
