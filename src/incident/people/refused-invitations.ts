import type { Responder, UnresolvedReference } from '../model/responders';
import type { Problem } from '../model/state';

/** As the chat service answers: its id of the person, and its word for why. */
export interface RefusedInvitation {
  readonly userId: string;
  readonly reason: string;
}

/** What is degraded while somebody is not in the war room. No node's name: the node that invites everybody else is done. */
export function invitationOf(name: string): string {
  return `invitation of ${name}`;
}

/** People who were found and could not be let in, by name. */
export function refusedPeople(refused: readonly RefusedInvitation[], people: readonly Responder[]): readonly UnresolvedReference[] {
  return refused.map(({ userId, reason }) => ({
    reference: people.find((person) => person.userId === userId)?.name ?? userId,
    reason,
  }));
}

/** Why somebody was not let in, with what to do. */
export function notInvited({ reference: name, reason }: UnresolvedReference): Problem {
  return {
    code: 'not_invited',
    message: `${name} could not be invited: ${reason}`,
    mend: `Invite ${name} by hand.`,
  };
}
