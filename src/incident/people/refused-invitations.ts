import type { Responder, UnresolvedReference } from '../model/responders';
import type { Problem } from '../model/state';

/** The chat service's answer: the person's id, and the reason as a code. */
export interface RefusedInvitation {
  readonly userId: string;
  readonly reason: string;
}

const INVITATION = 'invitation of ';

/** The name of the degradation while someone is not in the war room. It is not a node's name: the inviting node is done. */
export function invitationOf(name: string): string {
  return `${INVITATION}${name}`;
}

/** The person whom such a degradation is about; null for any other degradation. */
export function invitedIn(trouble: string): string | null {
  return trouble.startsWith(INVITATION) ? trouble.slice(INVITATION.length) : null;
}

/** People who were found but could not be invited, by name. */
export function refusedPeople(refused: readonly RefusedInvitation[], people: readonly Responder[]): readonly UnresolvedReference[] {
  return refused.map(({ userId, reason }) => ({
    reference: people.find((person) => person.userId === userId)?.name ?? userId,
    reason,
  }));
}

/** Why a person was not invited, and what to do. */
export function notInvited({ reference: name, reason }: UnresolvedReference): Problem {
  return {
    code: 'not_invited',
    message: reason,
    mend: `Invite ${name} by hand.`,
  };
}
