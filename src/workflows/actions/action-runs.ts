import { CancellationScope, sleep } from '@temporalio/workflow';
import type { ApprovedStep } from '../../activities/action-interface';
import { confirmedCommand } from '../../incident/actions/confirmed';
import { isPast, type ProposalEvent } from '../../incident/actions/event';
import { nextWork, type Work } from '../../incident/actions/next-work';
import { onTurn, waiting } from '../../incident/actions/proposals';
import type { Applied } from '../../incident/commands/apply-command';
import { moveProposal } from '../../incident/commands/move-proposal';
import { proposalOf } from '../../incident/commands/proposals';
import { later } from '../../incident/escalation/escalation';
import { unknownFinding } from '../../incident/investigation/unknown-finding';
import type { ResolvedAction } from '../../incident/model/actions/action';
import type { Preparation, Proposal, StepOfAction, StepOutcome } from '../../incident/model/actions/proposal';
import type { Command } from '../../incident/model/commands';
import type { Finding, SelectedProbe } from '../../incident/model/finding';
import { assertNever } from '../../incident/text/assert-never';
import { AtMost } from '../calls/at-most';
import { problemOf, wasCancelled } from '../calls/judge-failure';
import { whileWanted } from '../calls/while-wanted';
import type { IncidentAccess } from '../incident-access';
import { now } from '../state/now';
import { callPatiently, whyNoAnswer } from './patient-call';

/** A worker that is being replaced takes a run up again within this time after the step's own limit. */
const RUN_GRACE_MS = 10 * 60_000;
/** What was changed has to be undone; whoever approved the action approved that too. */
const ROLLBACK_WITHIN_MS = 15 * 60_000;
/** A probe waits this long for its turn. */
const PROBE_GRACE_MS = 60_000;
const PROBES_AT_ONCE = 8;
/** Containers of probes are named after their round, and investigations count from 1. */
const FIRST_ROUND_OF_CHECKS = 1_000;

/** What it takes to apply what follows from a proposal. */
export interface ActionHost {
  adopt(applied: Applied, origin: string): void;
}

/**
 * Carries out what was approved, one action at a time: prepare it, run it, check it, and if need be roll it back. What is to be
 * done next follows from the proposal in the state, so each run of the workflow goes on where the one before it was.
 */
export class ActionRuns {
  private readonly scope = new CancellationScope({ cancellable: true });
  private readonly places = new AtMost(PROBES_AT_ONCE);
  private isBusy = false;

  constructor(
    private readonly incident: IncidentAccess,
    private readonly host: ActionHost,
  ) {}

  /** Shows what became of a proposal, and does what follows. Returns the command if one has just been confirmed. */
  follow(proposalId: string): Command | null {
    this.incident.outbox.add({ kind: 'proposal', id: proposalId });
    this.goOn();
    const proposal = proposalOf(this.incident.state(), proposalId);
    return proposal === null ? null : confirmedCommand(proposal);
  }

  /** Starts what can be done now. */
  goOn(): void {
    if (!this.isBusy && !this.incident.isInterrupted && this.next() !== null) void this.work();
  }

  /** True while nothing is being carried out. */
  get isStill(): boolean {
    return !this.isBusy;
  }

  /** Leaves what is running to the next run, which attaches to it. */
  interrupt(): void {
    this.scope.cancel();
  }

  /** What was not approved by its time expires, and what has not begun by then is not run. */
  meetWhatIsDue(): void {
    for (const { id, expiresAt } of waiting(this.proposals())) if (isPast(expiresAt, now())) this.move(id, { kind: 'expire' });
  }

  /** When the next answer is due (RFC 3339); null if none is. */
  get nextDue(): string | null {
    return (
      waiting(this.proposals())
        .map(({ expiresAt }) => expiresAt)
        .sort()[0] ?? null
    );
  }

  /** Nothing begins once the incident has ended. What has begun goes on to its end. */
  incidentOver(): void {
    for (const { id } of waiting(this.proposals())) this.move(id, { kind: 'incidentOver' });
  }

  private async work(): Promise<void> {
    this.isBusy = true;
    try {
      await this.scope.run(async () => {
        for (let next = this.next(); next !== null; next = this.next()) await this.carryOut(next.proposal, next.action, next.work);
      });
    } catch (error) {
      if (!this.incident.isInterrupted || !wasCancelled(error)) throw error;
    } finally {
      this.isBusy = false;
    }
  }

  private next(): { proposal: Proposal; action: ResolvedAction; work: Work } | null {
    const proposal = onTurn(this.proposals());
    const work = proposal === null ? null : nextWork(proposal);
    return proposal?.what.kind === 'action' && work !== null ? { proposal, action: proposal.what.action, work } : null;
  }

  private carryOut(proposal: Proposal, action: ResolvedAction, work: Work): Promise<void> {
    switch (work.kind) {
      case 'prepare':
        return this.prepare(proposal, action, work.step);
      case 'run':
        return this.run(proposal, action, work);
      case 'check':
        return this.check(proposal, action, work);
      default:
        return assertNever(work);
    }
  }

  /** Nothing happens yet. An approval that expires or is taken back meanwhile stops it. */
  private async prepare(proposal: Proposal, action: ResolvedAction, step: StepOfAction): Promise<void> {
    const { id, expiresAt } = proposal;
    const isWanted = (): boolean => step === 'rollback' || proposalOf(this.incident.state(), id)?.status === 'approved';
    const until = step === 'does' ? expiresAt : later(now(), ROLLBACK_WITHIN_MS);
    const about = { activityId: this.idOf('prepare', proposal, step), summary: action.title, until };
    let result: Preparation | null;
    try {
      const input = this.approved(proposal, action, step);
      result = await whileWanted(isWanted, () => callPatiently(this.incident, 'prepareAction', input, about));
    } catch (error) {
      if (wasCancelled(error)) throw error;
      result = { kind: 'notRun', problem: whyNoAnswer(error) };
    }
    if (result !== null) this.move(id, { kind: 'prepared', step, result });
    // It may have been made after all, although nobody waits for it any more.
    if (proposalOf(this.incident.state(), id)?.work?.prepared?.[step] === undefined) this.remove(id, action, step);
  }

  /** At most once: a retry attaches to what is running. Where nobody can tell what happened, a person decides, and may look. */
  private async run(proposal: Proposal, action: ResolvedAction, { step, prepared }: Extract<Work, { kind: 'run' }>): Promise<void> {
    const withinMs = (action[step]?.timeoutMs ?? 0) + RUN_GRACE_MS;
    const about = { activityId: this.idOf('run', proposal, step), summary: action.title, withinMs };
    const startedAt = now();
    let outcome: StepOutcome;
    try {
      outcome = (await this.incident.activities.call('runAction', { ...this.approved(proposal, action, step), prepared }, about)).value;
    } catch (error) {
      if (wasCancelled(error)) throw error;
      outcome = { kind: 'unknown', problem: whyNoAnswer(error), output: '', startedAt, endedAt: now() };
    }
    this.move(proposal.id, { kind: 'ran', step, outcome });
    if (outcome.kind !== 'unknown') this.remove(proposal.id, action, step);
  }

  private async check(proposal: Proposal, action: ResolvedAction, { round, notBefore }: Extract<Work, { kind: 'check' }>): Promise<void> {
    const waitMs = Date.parse(notBefore) - Date.parse(now());
    if (waitMs > 0) await sleep(waitMs, { summary: `until ${action.title} is checked again` });
    const findings = await Promise.all(
      action.checks.probes.map((probe) => this.places.run(() => this.probe(probe, `check.${proposal.id}.${round}.${probe.key}`))),
    );
    this.move(proposal.id, { kind: 'checked', round, findings });
  }

  private async probe(probe: SelectedProbe, activityId: string): Promise<Finding> {
    const { incident } = this.incident.state();
    const startedAt = now();
    const unknown = (error: unknown): Finding => unknownFinding(probe, problemOf(error), startedAt, now());
    if (incident === null) throw new Error('an action is checked after the incident is parsed');
    try {
      const round = FIRST_ROUND_OF_CHECKS + this.incident.nextNumber();
      const about = { activityId, summary: probe.title, withinMs: probe.timeoutMs + PROBE_GRACE_MS };
      return (await this.incident.activities.call('runProbe', { incident, probe, round }, about)).value;
    } catch (error) {
      if (wasCancelled(error)) throw error;
      return unknown(error);
    }
  }

  /** Only once what became of it is in the state, and so in the history. */
  private remove(proposalId: string, action: ResolvedAction, step: StepOfAction): void {
    if (action[step]?.runs === 'container') this.incident.outbox.add({ kind: 'removeAction', proposalId, step });
  }

  private move(proposalId: string, event: ProposalEvent): void {
    const applied = moveProposal(this.incident.state(), proposalId, event, now());
    if (applied !== null) this.host.adopt(applied, `${proposalId}.${event.kind}`);
  }

  private approved({ id, work }: Proposal, action: ResolvedAction, step: StepOfAction): ApprovedStep {
    if (work?.approved === undefined) throw new Error(`${id} is carried out without an approval`);
    const { proposed, approved, prepared } = work;
    const before = step === 'rollback' && prepared?.does !== undefined ? { before: prepared.does } : {};
    return { incidentId: this.incident.state().incidentId, action, proposed, approved, step, ...before };
  }

  private proposals(): readonly Proposal[] {
    return this.incident.state().proposals ?? [];
  }

  private idOf(what: string, { id }: Proposal, step: StepOfAction): string {
    return `${what}.${id}.${step}.${this.incident.nextNumber()}`;
  }
}
