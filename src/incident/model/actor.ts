import type { Acting } from './timeline-entry';

/** Who acted, as human-readable text, and through what (`via`) if that adds anything: "ann (via root)". */
export function actorOf({ actor, via }: { readonly actor: string; readonly via?: string | undefined }): string {
  return via === undefined || via === '' || via === actor ? actor : `${actor} (via ${via})`;
}

/** Who acted, with every given `via` that is neither the actor's own name nor a repeat. */
export function actingOf(actor: string, ways: readonly (string | undefined)[]): Acting {
  const named = new Set(ways.filter((way) => typeof way === 'string' && way !== '' && way !== actor));
  return named.size === 0 ? { actor } : { actor, via: [...named].join(', ') };
}
