import { confirmedBy } from '../actions/confirmed';
import { hasEnded, type ProposalEvent } from '../actions/event';
import { advance } from '../actions/life';
import { withProposal } from '../actions/proposals';
import { NEWS } from '../model/effects';
import type { IncidentState } from '../model/state';
import { appendEntry, ownEntry } from '../model/timeline';
import type { Refusal } from '../text/refusal';
import { type Applied, withReport } from './apply-command';
import { proposalOf } from './proposals';

/** What an event that no one commanded makes of a proposal; null if it changes nothing. The room is told of an action's end. */
export function moveProposal(state: IncidentState, proposalId: string, event: ProposalEvent, nowIso: string): Applied | null {
  const before = proposalOf(state, proposalId);
  const fate = before === null ? null : advance(before, event, nowIso);
  if (fate === null || 'unfit' in fate) return null;
  const { proposal, entry } = fate;
  const timeline = entry === null ? state.timeline : appendEntry(state.timeline, ownEntry(entry, nowIso));
  const moved = { ...state, timeline, proposals: withProposal(state.proposals ?? [], proposal) };
  const follow = { kind: 'followProposal', proposalId } as const;
  if (!hasEnded(proposal)) return { state: moved, effects: [follow] };
  const isNews = proposal.what.kind === 'action' && proposal.status !== 'expired';
  return { state: moved, effects: withReport(moved, { name: event.kind }, isNews ? [follow, NEWS] : [follow]) };
}

/** What becomes of the proposal that a command was confirmed by, once the command was applied or refused; null if there is none. */
export function endOfConfirmed(
  state: IncidentState,
  command: { readonly requestId?: string },
  refused: Refusal | null,
  nowIso: string,
): Applied | null {
  const proposalId = confirmedBy(command);
  if (proposalId === null) return null;
  const problem = refused === null ? null : { code: refused.code, message: refused.reason ?? refused.message, mend: refused.hint ?? '' };
  return moveProposal(state, proposalId, { kind: 'applied', refused: problem }, nowIso);
}
