import { digestOfAction } from '../../approval/claims';
import { isSamePerson, type ProposalClaim, type Signed } from '../../incident/model/actions/claims';
import type { Problem } from '../../incident/model/plan';
import type { ApprovedAction } from '../action-interface';
import type { ActionDependencies } from './dependencies';

type Vouching = Pick<ActionDependencies, 'isSigned'>;

const NO_KEY: Problem = {
  code: 'approval_key_missing',
  message: 'the worker cannot verify who proposed and approved it, because it has no key, so nothing was done',
  mend: "Set INCIDENT_APPROVAL_KEY_FILE for the workers that run probes: to the gateway's key.",
};
const forged = (what: string): Problem => ({
  code: 'not_signed',
  message: `${what}, so nothing was done`,
  mend: 'Propose it by the gateway. If it was, give the gateway and the workers that run probes the same key.',
});

/** Why a proposal is not believed; null if the gateway signed it for this incident. */
export function whyNotProposed(incidentId: string, proposed: Signed<ProposalClaim>, { isSigned }: Vouching): Problem | null {
  if (isSigned === null) return NO_KEY;
  if (proposed.claim.kind !== 'proposal' || !isSigned(proposed)) return forged('the gateway did not sign the proposal');
  return proposed.claim.incidentId === incidentId ? null : forged('the proposal is about another incident');
}

/**
 * Why an action may never be run; null if the gateway signed that somebody else than the proposer approved exactly this. Whether
 * it still may be is another question.
 */
export function whyNotApproved({ incidentId, action, proposed, approved }: ApprovedAction, vouching: Vouching): Problem | null {
  const problem = whyNotProposed(incidentId, proposed, vouching);
  if (problem !== null || vouching.isSigned === null) return problem;
  const { claim } = approved;
  const { proposalId, action: asked } = proposed.claim;
  if (claim.kind !== 'approval' || !vouching.isSigned(approved)) return forged('the gateway did not sign the approval');
  if (claim.incidentId !== incidentId || claim.proposalId !== proposalId) return forged('the approval is of another proposal');
  if (asked !== action.name && asked !== `${action.runbook}/${action.name}`) return forged('another action was proposed');
  if (claim.digest !== digestOfAction(incidentId, proposalId, action)) return forged('what was approved is not what would be run');
  return isSamePerson(claim, proposed.claim) ? forged('it was approved by whoever proposed it') : null;
}

export const EXPIRED: Problem = {
  code: 'expired',
  message: 'the approval expired before it could be run, so nothing was changed',
  mend: 'Propose the action again.',
};

export const isExpired = ({ approved }: Pick<ApprovedAction, 'approved'>, now: Date): boolean =>
  !(now.getTime() < Date.parse(approved.claim.expiresAt));
