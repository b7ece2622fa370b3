import type { Responder, UnresolvedReference } from '../model/responders';
import type { Problem } from '../model/state';

/** The chat service's answer: the person's id, and the reason in words. */
export interface RefusedInvitation {
  readonly userId: string;
  readonly reason: string;
  /** What helps; absent if people can invite that person by hand, as far as is known. */
  readonly remedy?: string;
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
  return refused.map(({ userId, ...why }) => ({
    reference: people.find((person) => person.userId === userId)?.name ?? userId,
    ...why,
  }));
}

/** Why a person was not invited, and what to do. */
export function notInvited({ reference: name, reason, remedy }: UnresolvedReference): Problem {
  return {
    code: 'not_invited',
    message: reason,
    mend: remedy ?? `Invite ${name} by hand.`,
  };
}
