import { randomUUID } from 'node:crypto';
import { CancelledFailure, Context } from '@temporalio/activity';
import type { ApprovedStep } from '../../src/activities/action-interface';
import type { ActionActivities, Activities, Answer } from '../../src/activities/interface';
import type { ResolvedAction } from '../../src/incident/model/actions/action';
import type { ApprovalClaim, ProposalClaim } from '../../src/incident/model/actions/claims';
import type { Preparation, Proposal, StepOfAction, StepOutcome } from '../../src/incident/model/actions/proposal';
import type { FindingStatus } from '../../src/incident/model/finding';
import { sampleFinding, sampleProbe } from './sample-incident';

const answer = <Value>(value: Value): Answer<Value> => ({ value, attempt: 1 });
export const SIGNED = 'aa';
export const newProposalId = (): string => `P-${randomUUID().replace(/-/g, '').slice(0, 10)}`;

export function sampleAction(changes: Partial<ResolvedAction> = {}): ResolvedAction {
  const step = {
    runs: 'container' as const,
    image: null,
    command: ['true'],
    env: {},
    network: null,
    secrets: [],
    resources: { memoryBytes: 1, cpus: 1, pids: 1 },
    timeoutMs: 60_000,
  };
  return {
    runbook: 'shop',
    name: 'restart',
    title: 'Restart the shop',
    effect: 'Restarts every process of the shop.',
    target: null,
    does: { ...step, command: ['restart'] },
    rollback: { ...step, command: ['start-again'] },
    checks: { probes: [sampleProbe()], withinMs: 60_000 },
    ...changes,
  };
}

export function proposalClaim(incidentId: string, changes: Partial<ProposalClaim> = {}): ProposalClaim {
  return {
    kind: 'proposal',
    incidentId,
    proposalId: newProposalId(),
    person: 'alice@example.com',
    identities: ['alice@example.com', 'slack:ualice'],
    agent: 'claude-code',
    action: 'restart',
    parameters: {},
    reason: 'it leaks',
    at: new Date().toISOString(),
    ...changes,
  };
}

export function approvalOf(incidentId: string, { id, digest, expiresAt }: Proposal, changes: Partial<ApprovalClaim> = {}) {
  const claim: ApprovalClaim = {
    kind: 'approval',
    incidentId,
    proposalId: id,
    digest,
    expiresAt,
    person: 'slack:UBEN',
    identities: ['slack:uben'],
    ...changes,
  };
  return { actor: claim.person, proposalId: id, digest, claim, signature: SIGNED };
}

type Phase = 'created' | 'running' | 'ended';

/** A worker that may run actions, with its containers in memory. What is `SIGNED` counts as signed by the gateway. */
export class ActionWorld {
  /** Each start of a step, `P-…/does`: none may be there twice. */
  readonly starts: string[] = [];
  readonly removed: string[] = [];
  /** How many probes of checks were run. */
  checks = 0;
  /** What the checks find. */
  status: FindingStatus = 'ok';
  outcome: Partial<Record<StepOfAction, StepOutcome['kind']>> = {};
  /** What holds runs of a step up until it is let go. */
  private readonly held: Partial<Record<StepOfAction, Promise<void>>> = {};
  /** Holds preparations up until it is let go. */
  preparing: Promise<void> = Promise.resolve();
  readonly phases = new Map<string, Phase>();
  detached = 0;

  constructor(private readonly action: ResolvedAction = sampleAction()) {}

  /** Holds runs of a step up; the function returned lets them go. */
  hold(step: StepOfAction = 'does'): () => void {
    let go = (): void => {};
    this.held[step] = new Promise((resolve) => {
      go = resolve;
    });
    return go;
  }

  activities(): ActionActivities & Pick<Activities, 'runProbe'> {
    return {
      resolveAction: async ({ proposed: { signature, claim } }) =>
        signature === SIGNED
          ? answer({ kind: 'resolved', action: this.action, digest: `d-${claim.proposalId}` })
          : answer({ kind: 'refused', refusal: { code: 'not_possible', message: 'the proposal is not signed by the gateway' } }),
      verifyApproval: async ({ approved }) =>
        approved.signature === SIGNED
          ? answer({ kind: 'verified' })
          : answer({ kind: 'refused', refusal: { code: 'not_possible', message: 'the approval is not signed by the gateway' } }),
      prepareAction: async (step) => {
        await this.preparing;
        return answer(this.prepare(step));
      },
      runAction: async (step) => answer(await this.run(step)),
      removeAction: async ({ proposalId, step }) => {
        this.removed.push(`${proposalId}/${step}`);
        this.phases.delete(`${proposalId}/${step}`);
        return answer(null);
      },
      runProbe: async ({ probe, round }) => {
        if (round > 1_000) this.checks += 1;
        return answer(sampleFinding(probe, round > 1_000 ? { status: this.status } : { status: 'fail' }));
      },
    };
  }

  private prepare({ step, proposed }: ApprovedStep): Preparation {
    const name = `${proposed.claim.proposalId}/${step}`;
    if (!this.phases.has(name)) this.phases.set(name, 'created');
    return { kind: 'prepared', prepared: { runs: 'container', containerId: name, engine: 'engine-1' } };
  }

  private async run({ step, proposed }: ApprovedStep): Promise<StepOutcome> {
    const name = `${proposed.claim.proposalId}/${step}`;
    const at = new Date().toISOString();
    const outcome = (kind: StepOutcome['kind']): StepOutcome => ({
      kind,
      problem: kind === 'succeeded' ? null : { code: 'exit', message: `it ended as ${kind}`, mend: '' },
      output: '',
      startedAt: at,
      endedAt: at,
    });
    const phase = this.phases.get(name);
    if (phase === undefined) return outcome('unknown');
    if (phase === 'created') this.starts.push(name);
    this.phases.set(name, 'running');
    const beat = setInterval(() => Context.current().heartbeat(), 100);
    try {
      await Promise.race([this.held[step] ?? Promise.resolve(), Context.current().cancelled]);
    } catch (error) {
      this.detached += 1;
      throw error instanceof CancelledFailure ? error : new CancelledFailure('detached');
    } finally {
      clearInterval(beat);
    }
    this.phases.set(name, 'ended');
    return outcome(this.outcome[step] ?? 'succeeded');
  }
}
