import { randomUUID } from 'node:crypto';
import { CommandRefusedError, ServiceUnreachableError } from '../../client/temporal/errors';
import type { Secret } from '../../config/secrets';
import { refusedProposal } from '../../incident/commands/proposal-refusals';
import { type ApprovalClaim, comparePeople, type Signed } from '../../incident/model/actions/claims';
import { PROPOSAL_TTL_MS, type Proposal } from '../../incident/model/actions/proposal';
import type { Withheld } from '../../incident/model/actions/read-claims';
import { digestOfAction, signClaim } from '../claims';
import { actorOf, type Decider, isFromSlack } from './decider';
import type { ApprovalDesk } from './desk';
import { ActionsOffError } from './errors';
import { withIdentities } from './identities';
import { sentId } from './request-ids';
import { readFor } from './visible';

export interface Approval {
  readonly incidentId: string;
  readonly proposalId: string;
  /** Of what the person was shown. */
  readonly digest: string;
  /** The same for a repeat of the same act. */
  readonly requestId?: string;
}

export interface Decided {
  readonly proposal: string;
  readonly status: string;
  readonly request_id: string;
}

const NO_WORKER = 'Nothing was approved. Start a worker, then send it again.';

/** Clocks differ. */
const LONGEST_MS = PROPOSAL_TTL_MS + 60_000;

/** Nobody can have signed it, so what is sent with it is refused, and recorded, by the workflow. */
const NO_SIGNATURE = '0'.repeat(64);

/**
 * Approves a proposal as it was shown to the person. What does not count is handed over without a signature, so that it is on the
 * timeline as refused.
 * @throws ActionsOffError, NoSuchIncidentError, CommandRefusedError, IncidentClosedError,
 * ServiceUnreachableError
 */
export async function approve(desk: ApprovalDesk, who: Decider, approval: Approval): Promise<Decided> {
  const { incidentId, proposalId, digest, requestId = randomUUID() } = approval;
  if (desk.key === null) throw new ActionsOffError();
  const decider = await withIdentities(desk, who);
  const { state } = await readFor(desk, decider, incidentId);
  if (state === null) throw new ServiceUnreachableError(`no worker says what was proposed in ${incidentId}`, { hint: NO_WORKER });
  const proposal = state.proposals?.find(({ id }) => id === proposalId);
  const base = { ...actorOf(decider), requestId: sentId(decider.person, 'approve', requestId), proposalId, digest };
  const send = (more: object = {}) => desk.incidents.command('approveAction', incidentId, { ...base, ...more });
  const why = proposal === undefined ? null : await whyUnsigned(desk, decider, proposal);
  if (why !== null) {
    await send({ withheld: why });
    throw new CommandRefusedError(refusedProposal(why, incidentId, proposalId));
  }
  const sent = await send(proposal?.what.kind === 'action' ? signed(desk.key, decider, approval, proposal, desk.now()) : {});
  desk.log.info({ incident: incidentId, proposal: proposalId }, 'handed over an approval');
  const { state: after } = await desk.incidents.read(incidentId);
  const found = after?.proposals?.find(({ id }) => id === proposalId);
  return { proposal: proposalId, status: sent.applied ? (found?.status ?? 'approved') : 'pending', request_id: requestId };
}

/** Why the person's approval must not be signed; null if it may be. Whatever else is wrong with it, the workflow finds. */
async function whyUnsigned(desk: ApprovalDesk, decider: Decider, { what, by }: Proposal): Promise<Withheld | null> {
  if (decider.mode !== 'respond') return 'byReader';
  if (decider.agent !== undefined) return 'byAgent';
  // A command needs one person, who has seen it: a click is always a person's.
  if (what.kind === 'command' && isFromSlack(decider)) return null;
  const known = comparePeople(decider, by);
  const found = known === 'unknown' ? comparePeople(decider, await withIdentities(desk, by)) : known;
  return found === 'different' ? null : found === 'same' ? 'ownProposal' : 'unclearPerson';
}

/** The approval, signed only if it is of what would run, and if it ends when any proposal of now would have ended. */
function signed(
  key: Secret,
  { person, identities }: Decider,
  { incidentId, proposalId, digest }: Approval,
  { what, expiresAt }: Proposal,
  now: number,
): Signed<ApprovalClaim> {
  const claim: ApprovalClaim = { kind: 'approval', incidentId, proposalId, person, identities, digest, expiresAt };
  const isShown = what.kind === 'action' && digestOfAction(incidentId, proposalId, what.action) === digest;
  const endsAt = Date.parse(expiresAt);
  return isShown && endsAt > now && endsAt <= now + LONGEST_MS ? signClaim(key, claim) : { claim, signature: NO_SIGNATURE };
}
