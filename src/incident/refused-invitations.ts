import type { Responder } from './responders';
import type { Problem } from './state';

/** People who were found and could not be let in; each is named, with what to do. */
export function refusedInvitations(
  refused: readonly { readonly userId: string; readonly reason: string }[],
  people: readonly Responder[],
): readonly Problem[] {
  return refused.map(({ userId, reason }) => {
    const name = people.find((person) => person.userId === userId)?.name ?? userId;
    return {
      code: 'not_invited',
      message: `${name} could not be invited: ${reason}`,
      mend: `Invite ${name} by hand.`,
    };
  });
}
