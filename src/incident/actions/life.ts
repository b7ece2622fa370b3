import type { ApprovalClaim, Signed } from '../model/actions/claims';
import { isSamePerson } from '../model/actions/claims';
import type { ActionWork, Proposal, StepOfAction, StepOutcome } from '../model/actions/proposal';
import type { Withheld } from '../model/actions/read-claims';
import type { Problem } from '../model/plan';
import { assertNever } from '../text/assert-never';
import { afterChecks, type ChecksVerdict, firstRound, isLastRound, judgeChecks, leanFinding } from './checks';
import { type Fate, hasEnded, isPast, type Moved, type ProposalEvent, type Unfit } from './event';
import { aboutProposal } from './topic';

/** What an event makes of a proposal. Pure; an event that comes twice, late, or out of order changes nothing. */
export function advance(proposal: Proposal, event: ProposalEvent, nowIso: string): Fate {
  switch (event.kind) {
    case 'approve':
      return approve(proposal, event, nowIso);
    case 'reject':
      return reject(proposal, event, nowIso);
    case 'expire':
      return expire(proposal, event.because ?? null, nowIso);
    case 'incidentOver':
      return proposal.status === 'approved' && proposal.what.kind === 'command' ? unfit('notAwaited') : endUnbegun(proposal, OVER, nowIso);
    case 'applied':
      return applied(proposal, event.refused, nowIso);
    case 'prepared':
      return prepared(proposal, event, nowIso);
    case 'ran':
      return ran(proposal, event, nowIso);
    case 'checked':
      return checked(proposal, event, nowIso);
    default:
      return assertNever(event);
  }
}

/** Why this approval does not count, before anyone looks at its signature; null if it may. */
export function whyNotApproved(
  proposal: Proposal,
  { digest, approval, withheld }: { readonly digest: string; readonly approval?: Signed<ApprovalClaim>; readonly withheld?: Withheld },
  nowIso: string,
): Unfit | null {
  const { what, by, id } = proposal;
  if (withheld !== undefined) return withheld;
  if (proposal.status !== 'proposed') return hasEnded(proposal) ? 'ended' : 'used';
  if (isPast(proposal.expiresAt, nowIso)) return 'expired';
  if (digest !== proposal.digest) return 'otherDigest';
  if (what.kind === 'command') return null;
  if (approval === undefined) return 'unsigned';
  const { claim } = approval;
  if (claim.proposalId !== id || claim.incidentId !== proposal.work?.proposed.claim.incidentId) return 'otherClaim';
  if (claim.digest !== digest) return 'otherDigest';
  if (claim.expiresAt !== proposal.expiresAt) return 'otherClaim';
  return isSamePerson(claim, by) ? 'ownProposal' : null;
}

function approve(proposal: Proposal, event: Extract<ProposalEvent, { kind: 'approve' }>, nowIso: string): Fate {
  const why = whyNotApproved(proposal, event, nowIso);
  if (why !== null) return unfit(why);
  const work = event.approval === undefined ? {} : { approved: event.approval };
  return {
    proposal: { ...withWork(proposal, work), status: 'approved', decidedBy: event.by, decidedAt: nowIso },
    entry: { kind: 'approved', ...aboutProposal(proposal) },
  };
}

/** What is approved and has not begun can still be stopped: that is the safe direction. */
function reject(proposal: Proposal, { by, reason }: Extract<ProposalEvent, { kind: 'reject' }>, nowIso: string): Fate {
  if (hasEnded(proposal)) return unfit('ended');
  const isOpen = proposal.status === 'proposed' || (proposal.status === 'approved' && proposal.what.kind === 'action');
  if (!isOpen) return unfit('begun');
  return {
    proposal: { ...proposal, status: 'rejected', decidedBy: by, decidedAt: nowIso, rejection: reason, endedAt: nowIso },
    entry: { kind: 'rejected', ...aboutProposal(proposal), reason },
  };
}

const OVER: Problem = { code: 'incident_over', message: 'the incident ended before it began', mend: '' };
const TOO_LATE: Problem = {
  code: 'expired',
  message: 'it was approved, but had not begun when the approval expired',
  mend: 'Propose it again if it is still needed.',
};

function expire(proposal: Proposal, because: Problem | null, nowIso: string): Fate {
  if (!isPast(proposal.expiresAt, nowIso) || (proposal.status === 'approved' && proposal.what.kind === 'command'))
    return unfit('notAwaited');
  return endUnbegun(proposal, because ?? (proposal.status === 'approved' ? TOO_LATE : null), nowIso);
}

/** Ends what has not begun: what nobody approved expires, and what was approved is not run. */
function endUnbegun(proposal: Proposal, problem: Problem | null, nowIso: string): Fate {
  if (proposal.status === 'proposed') return ended(proposal, 'expired', problem, nowIso);
  return proposal.status === 'approved' ? ended(proposal, 'notRun', problem, nowIso) : unfit('notAwaited');
}

function applied(proposal: Proposal, refused: Problem | null, nowIso: string): Fate {
  if (proposal.status !== 'approved' || proposal.what.kind !== 'command') return unfit('notAwaited');
  // The command itself is on the timeline, applied or refused.
  const { proposal: over } = ended(proposal, refused === null ? 'done' : 'notRun', refused, nowIso);
  return { proposal: over, entry: null };
}

function prepared(proposal: Proposal, { step, result }: Extract<ProposalEvent, { kind: 'prepared' }>, nowIso: string): Fate {
  const { status, work } = proposal;
  const isAwaited = step === 'does' ? status === 'approved' && proposal.what.kind === 'action' : status === 'rollingBack';
  if (!isAwaited || work?.prepared?.[step] !== undefined) return unfit('notAwaited');
  if (result.kind === 'notRun') return stopped(proposal, step, result.problem, nowIso);
  return {
    proposal: {
      ...withWork(proposal, { prepared: { ...work?.prepared, [step]: result.prepared } }),
      status: step === 'does' ? 'running' : 'rollingBack',
    },
    entry: { kind: 'actionStarted', ...aboutProposal(proposal), step },
  };
}

/** A step that was never run: nothing was changed, or what was changed stays. */
function stopped(proposal: Proposal, step: StepOfAction, problem: Problem, nowIso: string): Moved {
  return recorded(proposal, step, { kind: 'notRun', problem, output: '', startedAt: nowIso, endedAt: nowIso }, nowIso);
}

function ran(proposal: Proposal, { step, outcome }: Extract<ProposalEvent, { kind: 'ran' }>, nowIso: string): Fate {
  const isAwaited = proposal.status === (step === 'does' ? 'running' : 'rollingBack') && proposal.work?.prepared?.[step] !== undefined;
  return isAwaited ? recorded(proposal, step, outcome, nowIso) : unfit('notAwaited');
}

function recorded(proposal: Proposal, step: StepOfAction, outcome: StepOutcome, nowIso: string): Moved {
  const next =
    step === 'does' ? afterRun({ ...proposal, run: outcome }, nowIso) : afterRollback({ ...proposal, rollback: outcome }, nowIso);
  const { kind, problem } = outcome;
  return {
    proposal: next,
    entry: { kind: 'actionRan', ...aboutProposal(proposal), step, outcome: kind, problem, status: next.status },
  };
}

function afterRun(proposal: Proposal, nowIso: string): Proposal {
  const { what, run } = proposal;
  if (what.kind !== 'action' || run === undefined) return proposal;
  switch (run.kind) {
    case 'succeeded': {
      const checking = firstRound(what.action, nowIso);
      if (checking === null) return ended(proposal, 'unknown', UNCHECKED, nowIso).proposal;
      return { ...withWork(proposal, { checking }), status: 'checking' };
    }
    case 'failed':
      return undone(proposal, nowIso);
    case 'notRun':
    case 'unknown':
      return { ...proposal, status: run.kind, endedAt: nowIso };
    default:
      return assertNever(run.kind);
  }
}

const UNCHECKED: Problem = {
  code: 'nothing_to_check',
  message: 'it ran, but no probe checks what it was meant to mend',
  mend: 'Look at the system, then decide.',
};

/** What was changed is undone, if it can be. */
function undone(proposal: Proposal, nowIso: string): Proposal {
  const canUndo = proposal.what.kind === 'action' && proposal.what.action.rollback !== null;
  return canUndo ? { ...proposal, status: 'rollingBack' } : { ...proposal, status: 'failed', endedAt: nowIso };
}

function afterRollback(proposal: Proposal, nowIso: string): Proposal {
  const { rollback } = proposal;
  const status = rollback?.kind === 'succeeded' ? 'rolledBack' : rollback?.kind === 'unknown' ? 'unknown' : 'failed';
  return { ...proposal, status, endedAt: nowIso };
}

function checked(proposal: Proposal, { round, findings }: Extract<ProposalEvent, { kind: 'checked' }>, nowIso: string): Fate {
  const { status, work, what } = proposal;
  if (status !== 'checking' || work?.checking?.round !== round || what.kind !== 'action') return unfit('notAwaited');
  const verdict = judgeChecks(what.action, findings, isLastRound(work.checking, nowIso));
  const seen = { ...proposal, checks: findings.map(leanFinding) };
  if (verdict === 'again') {
    const checking = afterChecks(work.checking, what.action, nowIso);
    return { proposal: withWork(seen, { checking }), entry: null };
  }
  const next = afterVerdict(seen, verdict, nowIso);
  const amiss = findings.filter((finding) => finding.status !== 'ok');
  const shown = amiss.map(({ title, target, status: of, summary }) => ({ title, target, status: of, summary }));
  return { proposal: next, entry: { kind: 'actionChecked', ...aboutProposal(proposal), findings: shown, status: next.status } };
}

function afterVerdict(proposal: Proposal, verdict: Exclude<ChecksVerdict, 'again'>, nowIso: string): Proposal {
  return verdict === 'failed' ? undone(proposal, nowIso) : { ...proposal, status: verdict, endedAt: nowIso };
}

function ended(proposal: Proposal, status: Proposal['status'], problem: Problem | null, nowIso: string): Moved {
  return {
    proposal: { ...proposal, status, endedAt: nowIso, ...(problem === null ? {} : { problem }) },
    entry: { kind: 'proposalEnded', ...aboutProposal(proposal), status, problem },
  };
}

function withWork(proposal: Proposal, more: Partial<ActionWork>): Proposal {
  return proposal.work === undefined ? proposal : { ...proposal, work: { ...proposal.work, ...more } };
}

const unfit = (why: Unfit): Fate => ({ unfit: why });
