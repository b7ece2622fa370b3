import type { Acting } from './timeline-entry';

const ALERT = 'alert:';

/**
 * Who acted, as human-readable text, and through what (`via`) if that adds anything: "ann (via root)". An alert is named
 * after its sender, with its type in brackets: "alert:prod-am (alertmanager)".
 */
export function actorOf({ actor, via }: { readonly actor: string; readonly via?: string | undefined }): string {
  if (via === undefined || via === '' || via === actor) return actor;
  const sender = senderOf({ actor, via });
  if (sender === actor) return `${actor} (via ${via})`;
  const others = via.split(', ').filter((way) => way !== sender);
  return `${sender} (${[actor.slice(ALERT.length), ...(others.length === 0 ? [] : [`via ${others.join(', ')}`])].join(', ')})`;
}

/** The actor, but an alert's sender, if it is known, rather than its type: an incident that `alert:prod-am` declared is resolved by it, too. */
export function senderOf({ actor, via = '' }: Acting): string {
  const sender = actor.startsWith(ALERT) ? via.split(', ').find((way) => way.startsWith(ALERT)) : undefined;
  return sender ?? actor;
}

/** Who acted, with every given `via` that is neither the actor's own name nor a repeat. */
export function actingOf(actor: string, ways: readonly (string | undefined)[]): Acting {
  const named = new Set(ways.filter((way) => typeof way === 'string' && way !== '' && way !== actor));
  return named.size === 0 ? { actor } : { actor, via: [...named].join(', ') };
}
