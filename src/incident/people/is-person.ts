import type { Responder } from '../model/responders';
import type { Acting } from '../model/timeline-entry';

/** True if the actor is this person: by name, reference or Slack user id, or because the person acted through Slack. */
export function isPerson({ name, reference, userId }: Pick<Responder, 'name' | 'reference' | 'userId'>, { actor, via }: Acting): boolean {
  const named = [actor, ...(via === undefined ? [] : via.split(', '))].map((one) => one.toLowerCase());
  return [name, reference, userId, `slack:${userId}`].some((one) => named.includes(one.toLowerCase()));
}
