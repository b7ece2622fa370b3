/** Who acted, for people: the actor, and how the actor came in where that says more: "ann (via root)". */
export function actorOf({ actor, via }: { readonly actor: string; readonly via?: string | undefined }): string {
  return viaOf(actor, [via]);
}

/** The actor, and each way in that was given and is neither the actor's own name nor told before. */
export function viaOf(actor: string, ways: readonly (string | undefined)[]): string {
  const told = new Set(ways.filter((way) => typeof way === 'string' && way !== '' && way !== actor));
  return told.size === 0 ? actor : `${actor} (via ${[...told].join(', ')})`;
}
