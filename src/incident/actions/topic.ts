import type { Proposal } from '../model/actions/proposal';
import type { ProposalTopic } from '../model/actions/proposal-entry';

export function topicOf({ what }: Pick<Proposal, 'what'>): ProposalTopic {
  return what.kind === 'action'
    ? { kind: 'action', title: what.action.title, target: what.action.target }
    : { kind: 'command', name: what.command.name };
}

export const aboutProposal = (proposal: Proposal) => ({ proposalId: proposal.id, topic: topicOf(proposal) });
