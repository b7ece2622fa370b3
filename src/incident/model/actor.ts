import type { Acting } from './timeline-entry';

/** Who acted, for people: the actor, and how the actor came in where that says more: "ann (via root)". */
export function actorOf({ actor, via }: { readonly actor: string; readonly via?: string | undefined }): string {
  return via === undefined || via === '' || via === actor ? actor : `${actor} (via ${via})`;
}

/** Who acted, with each way in that was given and is neither the actor's own name nor named before. */
export function actingOf(actor: string, ways: readonly (string | undefined)[]): Acting {
  const named = new Set(ways.filter((way) => typeof way === 'string' && way !== '' && way !== actor));
  return named.size === 0 ? { actor } : { actor, via: [...named].join(', ') };
}
