import type { Acting } from './timeline-entry';

const ALERT = 'alert:';
const SLACK = 'slack';

/**
 * Who acted, as human-readable text, and through what (`via`) if that adds anything: "ann (via root)". A person whose name is
 * known is never shown as an id. An alert is named after its sender, with its type in brackets: "alert:prod-am (alertmanager)".
 */
export function actorOf({ actor, actorName, via }: ShownActing): string {
  if (actorName !== undefined) return via === undefined || via === SLACK ? actorName : `${actorName} (via ${via})`;
  if (via === undefined || via === '' || via === actor) return actor;
  const sender = senderOf({ actor, via });
  if (sender === actor) return `${actor} (via ${via})`;
  const others = via.split(', ').filter((way) => way !== sender);
  return `${sender} (${[actor.slice(ALERT.length), ...(others.length === 0 ? [] : [`via ${others.join(', ')}`])].join(', ')})`;
}

type ShownActing = { readonly [Field in keyof Acting]: Acting[Field] | undefined } & Pick<Acting, 'actor'>;

/** The actor's name, or whatever else identifies the actor. */
export const nameOfActor = ({ actor, actorName }: Pick<Acting, 'actor' | 'actorName'>): string => actorName ?? actor;

/** The Slack user id of someone who acted in Slack, where Slack vouches for who it is; null for any other actor. */
export function slackUserOf(actor: string): string | null {
  return /^slack:([A-Z0-9]{1,30})$/.exec(actor)?.[1] ?? null;
}

/** The actor, but an alert's sender, if it is known, rather than its type: an incident that `alert:prod-am` declared is resolved by it, too. */
export function senderOf({ actor, via = '' }: Acting): string {
  const sender = actor.startsWith(ALERT) ? via.split(', ').find((way) => way.startsWith(ALERT)) : undefined;
  return sender ?? actor;
}

/** Who acted, with every given `via` that is neither the actor's own name nor a repeat. */
export function actingOf(actor: string, ways: readonly (string | undefined)[], actorName?: string): Acting {
  const named = new Set(ways.filter((way) => typeof way === 'string' && way !== '' && way !== actor));
  const by = { actor, ...(actorName === undefined ? {} : { actorName }) };
  return named.size === 0 ? by : { ...by, via: [...named].join(', ') };
}
