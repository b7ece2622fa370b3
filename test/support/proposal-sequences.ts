import fc from 'fast-check';
import { type Fate, hasEnded, isPast, isUnderWay, type ProposalEvent } from '../../src/incident/actions/event';
import { nextWork, type Work } from '../../src/incident/actions/next-work';
import { newProposal, onTurn, waiting, whyNotProposed, withProposal } from '../../src/incident/actions/proposals';
import type { Proposal, ProposalStatus, StepOfAction, StepOutcome } from '../../src/incident/model/actions/proposal';
import type { FindingStatus } from '../../src/incident/model/finding';
import { approvalOf, proposalClaim, sampleAction } from './action-world';
import { sampleFinding, sampleProbe } from './sample-incident';

const INCIDENT = 'PROD-1';
const START = Date.parse('2026-01-01T10:00:00Z');
const IDS = ['P-0000000000', 'P-1111111111', 'P-2222222222'] as const;
/** More than any action takes once nothing goes wrong. */
const ENOUGH_STEPS = 200;

/** One thing that happens. `fault`: what becomes of the answer of the work that is done. */
export type Op =
  | { readonly kind: 'propose'; readonly which: number; readonly undoable: boolean; readonly probes: number }
  | { readonly kind: 'approve'; readonly which: number; readonly how: 'right' | 'otherDigest' | 'own' | 'unsigned' | 'otherClaim' | 'late' }
  | { readonly kind: 'reject'; readonly which: number }
  | { readonly kind: 'clock'; readonly ms: number }
  | { readonly kind: 'due' | 'over' | 'newRun' | 'stale' }
  | {
      readonly kind: 'work';
      readonly fault: 'none' | 'lost' | 'twice' | 'late';
      readonly outcome: StepOutcome['kind'];
      readonly finding: FindingStatus;
      readonly isRefused: boolean;
    };

const which = fc.integer({ min: 0, max: IDS.length - 1 });
const one = <Value>(...values: Value[]) => fc.constantFrom(...values);
const op: fc.Arbitrary<Op> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ kind: one('propose' as const), which, undoable: fc.boolean(), probes: fc.integer({ min: 0, max: 2 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: one('approve' as const),
      which,
      how: one('right', 'right', 'right', 'otherDigest', 'own', 'unsigned', 'otherClaim', 'late') as fc.Arbitrary<
        Extract<Op, { kind: 'approve' }>['how']
      >,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: one('reject' as const), which }) },
  { weight: 2, arbitrary: fc.record({ kind: one('clock' as const), ms: fc.integer({ min: -120_000, max: 1_200_000 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: one('due', 'over', 'newRun', 'newRun', 'stale', 'stale') as fc.Arbitrary<'due' | 'over' | 'newRun' | 'stale'>,
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: one('work' as const),
      fault: one('none', 'none', 'lost', 'twice', 'late') as fc.Arbitrary<'none' | 'lost' | 'twice' | 'late'>,
      outcome: one('succeeded', 'succeeded', 'failed', 'notRun', 'unknown') as fc.Arbitrary<StepOutcome['kind']>,
      finding: one('ok', 'ok', 'fail', 'warn', 'unknown') as fc.Arbitrary<FindingStatus>,
      isRefused: fc.boolean(),
    }),
  },
);
export const SEQUENCES = fc.array(op, { minLength: 5, maxLength: 60 });

export type Reducer = (proposal: Proposal, event: ProposalEvent, nowIso: string) => Fate;

/**
 * Plays a sequence against a world that does what it is asked for, whoever asks: it creates and starts containers, and forgets
 * those that are removed. Returns every promise that was broken; none if all were kept.
 */
export function brokenPromises(sequence: readonly Op[], advance: Reducer): readonly string[] {
  return played(sequence, advance).broken;
}

/** The same, with the ends that it came to. */
export function played(
  sequence: readonly Op[],
  advance: Reducer,
): { readonly broken: readonly string[]; readonly ends: readonly ProposalStatus[] } {
  const game = new Game(advance);
  for (const next of sequence) game.play(next);
  game.finish();
  return { broken: [...game.broken], ends: game.ends };
}

interface Container {
  phase: 'created' | 'ended';
  outcome: StepOutcome['kind'];
}

class Game {
  readonly broken = new Set<string>();
  private proposals: readonly Proposal[] = [];
  private nowMs = START;
  private readonly containers = new Map<string, Container>();
  private readonly starts = new Map<string, number>();
  /** Who approved rightly, by a judgement of this test's own. */
  private readonly approved = new Set<string>();
  /** Answers that arrive late, or again. */
  private readonly past: { readonly id: string; readonly event: ProposalEvent }[] = [];

  constructor(private readonly advance: Reducer) {}

  get ends(): readonly ProposalStatus[] {
    return this.proposals.map(({ status }) => status);
  }

  play(next: Op): void {
    switch (next.kind) {
      case 'propose':
        this.propose(next);
        break;
      case 'approve':
        this.approve(next);
        break;
      case 'reject':
        this.deliver(IDS[next.which] ?? '', { kind: 'reject', by: { actor: 'cleo' }, reason: 'no' });
        break;
      case 'clock':
        this.nowMs += next.ms;
        break;
      case 'due':
        this.meetWhatIsDue();
        break;
      case 'over':
        for (const { id } of waiting(this.proposals)) this.deliver(id, { kind: 'incidentOver' });
        break;
      case 'newRun':
        this.proposals = JSON.parse(JSON.stringify(this.proposals));
        break;
      case 'stale':
        for (const { id, event } of this.past) this.deliver(id, event);
        break;
      case 'work':
        this.work(next);
    }
  }

  /** From now on nothing goes wrong: the workflow delivers whatever comes next. */
  finish(): void {
    for (let step = 0; step < ENOUGH_STEPS; step += 1) {
      this.meetWhatIsDue();
      if (onTurn(this.proposals) === null) break;
      this.work({ kind: 'work', fault: 'none', outcome: 'succeeded', finding: 'warn', isRefused: false });
      this.nowMs += 15_000;
    }
    this.nowMs += 24 * 3_600_000;
    this.meetWhatIsDue();
    for (const proposal of this.proposals) this.judge(proposal);
  }

  private get now(): string {
    return new Date(this.nowMs).toISOString();
  }

  private propose({ which, undoable, probes }: Extract<Op, { kind: 'propose' }>): void {
    const proposalId = IDS[which] ?? '';
    const claim = proposalClaim(INCIDENT, { proposalId, at: this.now });
    if (whyNotProposed(this.proposals, INCIDENT, { proposalId, claim }, this.now) !== null) return;
    const action = sampleAction({
      ...(undoable ? {} : { rollback: null }),
      checks: { probes: Array.from({ length: probes }, (_, index) => sampleProbe({ key: `probe-${index}` })), withinMs: 60_000 },
    });
    const put = { kind: 'action', signed: { claim, signature: 'aa' }, action, digest: `d-${proposalId}` } as const;
    this.proposals = withProposal(this.proposals, newProposal(put, { actor: claim.person }, this.now));
  }

  private approve({ which, how }: Extract<Op, { kind: 'approve' }>): void {
    const proposal = this.proposals.find(({ id }) => id === IDS[which]);
    if (proposal === undefined) return;
    const { claim, digest } = approvalOf(INCIDENT, proposal, {
      ...(how === 'own' ? { identities: ['slack:ualice'] } : {}),
      ...(how === 'otherClaim' ? { proposalId: 'P-9999999999' } : {}),
    });
    const event: ProposalEvent = {
      kind: 'approve',
      by: { actor: claim.person },
      digest: how === 'otherDigest' ? 'd-other' : digest,
      ...(how === 'unsigned' ? {} : { approval: { claim, signature: 'aa' } }),
    };
    if (how === 'late') this.past.push({ id: proposal.id, event });
    else this.deliver(proposal.id, event);
  }

  private work(how: Extract<Op, { kind: 'work' }>): void {
    const proposal = onTurn(this.proposals);
    const work = proposal === null ? null : nextWork(proposal);
    if (proposal === null || work === null) return;
    if (work.kind === 'check' && !isPast(work.notBefore, this.now)) return;
    const event = this.done(proposal, work, how);
    if (how.fault === 'lost') return;
    if (how.fault !== 'none') this.past.push({ id: proposal.id, event });
    if (how.fault === 'late') return;
    this.deliver(proposal.id, event);
    if (how.fault === 'twice') this.deliver(proposal.id, event);
  }

  /** What the world makes of the work. */
  private done({ id, what }: Proposal, work: Work, how: Extract<Op, { kind: 'work' }>): ProposalEvent {
    if (work.kind === 'check') {
      const probes = what.kind === 'action' ? what.action.checks.probes : [];
      return { kind: 'checked', round: work.round, findings: probes.map((probe) => sampleFinding(probe, { status: how.finding })) };
    }
    const { step } = work;
    const name = `${id}/${step}`;
    if (work.kind === 'prepare') {
      if (how.isRefused) return { kind: 'prepared', step, result: { kind: 'notRun', problem: { code: 'no', message: 'no', mend: '' } } };
      if (!this.containers.has(name)) this.containers.set(name, { phase: 'created', outcome: how.outcome });
      return {
        kind: 'prepared',
        step,
        result: { kind: 'prepared', prepared: { runs: 'container', containerId: name, engine: 'engine-1' } },
      };
    }
    return { kind: 'ran', step, outcome: this.run(id, step) };
  }

  private run(id: string, step: StepOfAction): StepOutcome {
    const name = `${id}/${step}`;
    const container = this.containers.get(name);
    if (container?.phase === 'created') {
      container.phase = 'ended';
      this.starts.set(name, (this.starts.get(name) ?? 0) + 1);
      if (!this.approved.has(id)) this.broken.add(`${name} was run without an approval`);
      if ((this.starts.get(name) ?? 0) > 1) this.broken.add(`${name} was run twice`);
    }
    return { kind: container?.outcome ?? 'unknown', problem: null, output: '', startedAt: this.now, endedAt: this.now };
  }

  private deliver(id: string, event: ProposalEvent): void {
    const before = this.proposals.find((proposal) => proposal.id === id);
    if (before === undefined) return;
    if (event.kind === 'approve' && this.isRight(before, event)) this.approved.add(id);
    const fate = this.advance(before, event, this.now);
    if ('unfit' in fate) return;
    this.proposals = withProposal(this.proposals, fate.proposal);
    if (hasEnded(before)) this.broken.add(`${id} went on after its end`);
    if (this.proposals.filter(isUnderWay).length > 1) this.broken.add('two actions were under way at once');
    // What became of a step is in the state: its container goes, unless somebody may have to look at it.
    if (event.kind === 'ran' && event.outcome.kind !== 'unknown') this.containers.delete(`${id}/${event.step}`);
  }

  /** By a judgement of this test's own: in time, of exactly this, signed, and by somebody else. */
  private isRight({ id, digest, expiresAt, status }: Proposal, event: Extract<ProposalEvent, { kind: 'approve' }>): boolean {
    const claim = event.approval?.claim;
    if (claim === undefined || claim.identities.includes('slack:ualice')) return false;
    const isOfThis = claim.proposalId === id && claim.digest === digest && event.digest === digest;
    return isOfThis && status === 'proposed' && this.nowMs < Date.parse(expiresAt);
  }

  private meetWhatIsDue(): void {
    for (const { id, expiresAt } of waiting(this.proposals)) if (isPast(expiresAt, this.now)) this.deliver(id, { kind: 'expire' });
  }

  private judge(proposal: Proposal): void {
    const { id, status, run, checks = [], rollback, what, problem, decidedBy } = proposal;
    if (!hasEnded(proposal)) this.broken.add(`${id} has no end`);
    if (decidedBy !== undefined && status !== 'rejected' && !this.approved.has(id))
      this.broken.add(`${id} shows an approval that was none`);
    if (what.kind !== 'action' || run?.kind !== 'succeeded') return;
    const { probes } = what.action.checks;
    if (probes.length === 0 ? problem === undefined : checks.length !== probes.length) this.broken.add(`${id} was left unverified`);
    const isWell = checks.length > 0 && checks.every((check) => check.status === 'ok');
    if ((status === 'verified') !== isWell) this.broken.add(`${id} is ${status}, and its checks are ${isWell ? 'well' : 'not'}`);
    const isAmiss = checks.some((check) => check.status === 'fail' || check.status === 'warn');
    if (isAmiss && what.action.rollback !== null && rollback === undefined) this.broken.add(`${id} was not rolled back`);
  }
}
