import type { Proposal } from './proposal';

/** A proposal as the room sees it: a message of its own, edited in place as the proposal goes on. */
export interface ProposalMessage {
  readonly kind: 'proposal';
  readonly incidentId: string;
  readonly proposal: Proposal;
}
