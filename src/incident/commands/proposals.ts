import type { Fate, ProposalEvent, Unfit } from '../actions/event';
import { advance, whyNotApproved } from '../actions/life';
import { newProposal, type Put, whyNotProposed, withProposal } from '../actions/proposals';
import { aboutProposal } from '../actions/topic';
import type { ResolvedAction } from '../model/actions/action';
import type { ApprovalClaim, Claim, Signed } from '../model/actions/claims';
import type { Proposal } from '../model/actions/proposal';
import { actingOf } from '../model/actor';
import type { Command, CommandBase, CommandOf } from '../model/commands';
import type { Change } from '../model/effects';
import type { IncidentState } from '../model/state';
import type { Acting } from '../model/timeline-entry';
import type { Refusal } from '../text/refusal';
import { awaitsParse, notParsed } from './command-preconditions';
import { refusedAsOver } from './life-cycle';
import { refusedProposal } from './proposal-refusals';

/** What the worker that may run actions says about a command, before it acts. */
export type Vouching =
  | { readonly kind: 'resolved'; readonly action: ResolvedAction; readonly digest: string }
  | { readonly kind: 'verified' }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

type Propose = CommandOf<'proposeAction'>;
type Approve = CommandOf<'approveAction'>;
type Now = { readonly nowIso: string };

/** Why a command that someone must vouch for is refused whatever they say; null if they are to be asked. */
export function refusedUnasked(state: IncidentState, command: Propose | Approve, nowIso: string): Refusal | null {
  if (command.name === 'proposeAction') {
    const { claim } = command;
    const { proposalId } = claim;
    const why = whyNotProposed(state.proposals ?? [], state.incidentId, { proposalId, claim }, nowIso);
    if (why !== null) return refusedProposal(why, state.incidentId, proposalId);
    return state.incident === null ? notParsed(state) : null;
  }
  const proposal = proposalOf(state, command.proposalId);
  const why = proposal === null ? 'unknownProposal' : whyNotApproved(proposal, approvalIn(command), nowIso);
  return why === null ? null : refusedProposal(why, state.incidentId, command.proposalId);
}

/**
 * True if the worker that may run actions must be asked before the command acts. `isBusy`: it is being asked already, perhaps about
 * the very proposal that is approved here.
 */
export function needsVouching(state: IncidentState, command: Command, isBusy: boolean, nowIso: string): command is Propose | Approve {
  if ((command.name !== 'proposeAction' && command.name !== 'approveAction') || refusedAsOver(state, command.name) !== null) return false;
  if (command.name === 'proposeAction') return awaitsParse(state) || refusedUnasked(state, command, nowIso) === null;
  const proposal = proposalOf(state, command.proposalId);
  return proposal === null ? isBusy : proposal.what.kind === 'action' && refusedUnasked(state, command, nowIso) === null;
}

/** Puts an action up as the worker filled it in. Without its word there is nothing to show, and nothing that anyone could approve. */
export function proposeAction(state: IncidentState, command: Propose, { nowIso }: Now, vouching?: Vouching): Change | Refusal {
  const refused = refusedUnasked(state, command, nowIso);
  if (refused !== null) return refused;
  const { claim, signature } = command;
  if (vouching?.kind === 'refused') return vouching.refusal;
  if (vouching?.kind !== 'resolved') return refusedProposal('unsigned', state.incidentId, claim.proposalId);
  const { action, digest } = vouching;
  return put(state, { kind: 'action', signed: { claim, signature }, action, digest }, signedBy(claim, command), nowIso);
}

export function askConfirmation(
  state: IncidentState,
  { proposalId, command, reason = '', ...base }: CommandOf<'askConfirmation'>,
  { nowIso }: Now,
): Change | Refusal {
  const why = whyNotProposed(state.proposals ?? [], state.incidentId, { proposalId }, nowIso);
  if (why !== null) return refusedProposal(why, state.incidentId, proposalId);
  return put(state, { kind: 'command', proposalId, command, reason }, actingOf(base.actor, [base.via], base.actorName), nowIso);
}

/** The approval of an action counts only once its signature has been verified. A command is confirmed by whoever acts. */
export function approveAction(state: IncidentState, command: Approve, { nowIso }: Now, vouching?: Vouching): Change | Refusal {
  const refused = refusedUnasked(state, command, nowIso);
  if (refused !== null) return refused;
  const { approval, digest } = approvalIn(command);
  if (proposalOf(state, command.proposalId)?.what.kind === 'command') {
    return moved(
      state,
      command.proposalId,
      { kind: 'approve', digest, by: actingOf(command.actor, [command.via], command.actorName) },
      nowIso,
    );
  }
  if (vouching?.kind === 'refused') return vouching.refusal;
  if (approval === undefined || vouching?.kind !== 'verified') return refusedProposal('unsigned', state.incidentId, command.proposalId);
  return moved(state, command.proposalId, { kind: 'approve', digest, approval, by: signedBy(approval.claim, command) }, nowIso);
}

export function rejectAction(
  state: IncidentState,
  { proposalId, reason = '', ...base }: CommandOf<'rejectAction'>,
  { nowIso }: Now,
): Change | Refusal {
  return moved(state, proposalId, { kind: 'reject', by: actingOf(base.actor, [base.via], base.actorName), reason }, nowIso);
}

export function proposalOf({ proposals = [] }: IncidentState, proposalId: string): Proposal | null {
  return proposals.find(({ id }) => id === proposalId) ?? null;
}

type Given = Pick<Approve, 'digest' | 'withheld'> & { readonly approval?: Signed<ApprovalClaim> };

function approvalIn({ digest, claim, signature, withheld }: Approve): Given {
  const refused = withheld === undefined ? {} : { withheld };
  return claim === undefined || signature === undefined ? { digest, ...refused } : { digest, approval: { claim, signature }, ...refused };
}

/** Who acted, as the gateway signed it; the name that came with the command is believed only for that same person. */
function signedBy({ person, agent }: Claim, { actor, actorName, via }: CommandBase): Acting {
  return actingOf(person, [agent, via], actor === person ? actorName : undefined);
}

function put(state: IncidentState, what: Put, by: Acting, nowIso: string): Change {
  const proposal = newProposal(what, by, nowIso);
  return {
    state: { ...state, proposals: withProposal(state.proposals ?? [], proposal) },
    entry: { kind: 'proposed', ...aboutProposal(proposal), reason: proposal.reason },
    effects: [{ kind: 'followProposal', proposalId: proposal.id }],
    by,
  };
}

function moved(
  state: IncidentState,
  proposalId: string,
  event: Extract<ProposalEvent, { readonly by: Acting }>,
  nowIso: string,
): Change | Refusal {
  const proposal = proposalOf(state, proposalId);
  const refused = (why: Unfit): Refusal => refusedProposal(why, state.incidentId, proposalId);
  if (proposal === null) return refused('unknownProposal');
  const fate: Fate = advance(proposal, event, nowIso);
  if ('unfit' in fate) return refused(fate.unfit);
  if (fate.entry === null) return refused('notAwaited');
  return {
    state: { ...state, proposals: withProposal(state.proposals ?? [], fate.proposal) },
    entry: fate.entry,
    effects: [{ kind: 'followProposal', proposalId }],
    by: event.by,
  };
}
