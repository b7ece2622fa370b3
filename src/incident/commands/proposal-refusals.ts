import type { Unfit } from '../actions/event';
import { refusal } from '../model/effects';
import { assertNever } from '../text/assert-never';
import type { Refusal } from '../text/refusal';

const LOOK = { kind: 'look' } as const;

/** Why something cannot be proposed, approved or rejected, for whoever tried, and for the timeline. */
export function refusedProposal(why: Unfit, incidentId: string, proposalId: string): Refusal {
  const toSee = `To see it: incident show ${incidentId}`;
  const again = 'Propose it again if it is still needed.';
  const not = (message: string, hint: string): Refusal => refusal('not_possible', message, hint, LOOK);
  switch (why) {
    case 'unknownProposal':
      return not(`${incidentId} has no proposal ${proposalId}`, `To see its proposals: incident show ${incidentId}`);
    case 'otherIncident':
      return not(`the proposal ${proposalId} was signed for another incident`, 'Propose it for this incident.');
    case 'idInUse':
      return refusal('already_done', `${proposalId} was proposed before`, toSee, LOOK);
    case 'tooManyOpen':
      return not('too many proposals wait for an answer', 'Approve or reject some of them first.');
    case 'staleClaim':
      return not(`the proposal ${proposalId} was signed too long ago`, again);
    case 'used':
      return refusal('already_done', `${proposalId} was approved before, and an approval counts once`, toSee, LOOK);
    case 'ended':
      return refusal('already_done', `${proposalId} is over: it was rejected, has expired, or has been carried out`, toSee, LOOK);
    case 'begun':
      return not(`${proposalId} has begun, so it cannot be stopped here`, toSee);
    case 'expired':
      return not(`${proposalId} has expired`, again);
    case 'otherDigest':
      return not(`what was approved is not what ${proposalId} would do`, `Look at it again, then approve it. ${toSee}`);
    case 'unsigned':
      return not(
        `the approval of ${proposalId} is not signed by the gateway`,
        `Approve it with its button in Slack, or with: incident approve ${incidentId} ${proposalId}`,
      );
    case 'otherClaim':
      return not(`the signature is for another approval than that of ${proposalId}`, `Approve it again. ${toSee}`);
    case 'ownProposal':
      return not(`${proposalId} cannot be approved by the person for whom it was proposed`, 'Ask someone else to approve it.');
    case 'byReader':
      return not(
        `${proposalId} cannot be approved with a token that is only for looking`,
        'To make one that may: incident token add --person ADDRESS --mode respond',
      );
    case 'byAgent':
      return not(
        `${proposalId} cannot be approved by an agent`,
        'A person has to approve it: with its button in Slack, or with a token without an agent.',
      );
    case 'unclearPerson':
      return not(
        `couldn't tell whether whoever approved ${proposalId} is the person for whom it was proposed, since one is known by an address and the other in Slack`,
        'Give the Slack app the scope users:read.email, or ask someone whose address Slack knows.',
      );
    case 'notAwaited':
      return not(`${proposalId} does not wait for that`, toSee);
    default:
      return assertNever(why);
  }
}
