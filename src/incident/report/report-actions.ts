import type { Proposal, ProposalStatus } from '../model/actions/proposal';
import { actorOf } from '../model/actor';
import type { ReportProposal } from '../model/report';
import type { IncidentState } from '../model/state';
import { topicWords } from '../timeline-words/proposal-words';

export const ACTION_COLUMNS = ['what', 'status', 'proposed by', 'decided by', 'remarks'] as const;

/** What waited for a person's approval, as the report has it. */
export function wireProposals({ proposals = [] }: IncidentState): readonly ReportProposal[] {
  return proposals.map(({ id, what, status, by, decidedBy, decidedAt, reason, rejection, ...proposal }) => ({
    id,
    kind: what.kind,
    title: topicWords(what.kind === 'command' ? { kind: 'command', name: what.command.name } : { ...what.action, kind: 'action' }),
    status,
    reason,
    proposed_by: actorOf(by),
    proposed_at: proposal.proposedAt,
    decided_by: decidedBy === undefined ? null : actorOf(decidedBy),
    decided_at: decidedAt ?? null,
    ended_at: proposal.endedAt ?? null,
    rejection: rejection ?? null,
    run: proposal.run ?? null,
    checks: (proposal.checks ?? []).map(({ title, target, status: of, summary }) => ({ title, target, status: of, summary })),
    rollback: proposal.rollback ?? null,
    problem: proposal.problem ?? null,
  }));
}

/** A row for each, in the order of `ACTION_COLUMNS`. */
export function proposalRows(proposals: readonly ReportProposal[] = []): readonly (readonly string[])[] {
  return proposals.map((proposal) => [
    `${proposal.title} (${proposal.id})`,
    STATUS_WORDS[proposal.status],
    proposal.proposed_by,
    proposal.decided_by ?? '',
    remarksOn(proposal),
  ]);
}

/** Those that someone may wait for, in one line each. */
export function openProposalLines(state: IncidentState): readonly string[] {
  const isOpen = ({ endedAt }: Proposal): boolean => endedAt === undefined;
  const open = wireProposals({ ...state, proposals: (state.proposals ?? []).filter(isOpen) });
  return open.map(({ title, id, status }) => `${title} (${id}): ${STATUS_WORDS[status]}`);
}

const STATUS_WORDS: Readonly<Record<ProposalStatus, string>> = {
  proposed: 'waits for an answer',
  approved: 'approved, not begun',
  running: 'running',
  checking: 'ran, being checked',
  rollingBack: 'being rolled back',
  done: 'confirmed and done',
  verified: 'ran and verified',
  rolledBack: 'rolled back',
  notRun: 'not run',
  failed: 'failed',
  unknown: 'outcome unknown',
  rejected: 'rejected',
  expired: 'expired',
};

function remarksOn({ reason, rejection, run, checks, rollback, problem }: ReportProposal): string {
  const amiss = checks.filter(({ status }) => status !== 'ok');
  const remarks = [
    ...(reason === '' ? [] : [`proposed because: ${reason}`]),
    ...(rejection === null ? [] : [`rejected because: ${rejection}`]),
    ...(problem === null ? [] : [problem.message]),
    ...(run?.problem ? [`run: ${run.problem.message}`] : []),
    ...amiss.map(({ title, status, summary }) => `${title}: ${status}, ${summary}`),
    ...(rollback?.problem ? [`rollback: ${rollback.problem.message}`] : []),
  ];
  return remarks.join('; ');
}
