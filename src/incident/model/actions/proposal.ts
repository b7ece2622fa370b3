import type { Finding } from '../finding';
import type { Problem } from '../plan';
import type { Acting } from '../timeline-entry';
import type { ResolvedAction } from './action';
import type { ApprovalClaim, Identified, ProposalClaim, Signed } from './claims';
import type { ConfirmedCommand } from './confirmed-command';
import type { ProposalStatus, StepOfAction, StepResult } from './proposal-status';

export { CONFIRMED_COMMANDS, type ConfirmedCommand, type ConfirmedCommandName } from './confirmed-command';
export { PROPOSAL_STATUSES, type ProposalStatus, type StepOfAction } from './proposal-status';

/** How long a proposal waits for an answer, in milliseconds. */
export const PROPOSAL_TTL_MS = 15 * 60_000;

/** What one run of a step came to. */
export interface StepOutcome {
  readonly kind: StepResult;
  /** Null if it succeeded. */
  readonly problem: Problem | null;
  /** What the program printed, cut and without secrets; empty if nothing. */
  readonly output: string;
  readonly startedAt: string;
  readonly endedAt: string;
}

/**
 * What a step was prepared as. A container was created and not started. Of a Deployment it is noted what it takes to notice that
 * somebody else changes it, and to put it back: never its template, which may hold secrets.
 */
export type PreparedStep =
  | { readonly runs: 'container'; readonly containerId: string /** Which engine has it. */; readonly engine: string }
  | {
      readonly runs: 'kubernetes';
      readonly uid: string;
      /** It grows with every change of what is wanted, and with nothing else. */
      readonly generation: number;
      readonly replicas: number;
      /** Null if the Deployment has none yet. */
      readonly revision: string | null;
    };

/** Whether a step may be run now, or why certainly nothing was done. */
export type Preparation =
  | { readonly kind: 'prepared'; readonly prepared: PreparedStep }
  | { readonly kind: 'notRun'; readonly problem: Problem };

/** What it takes to carry an action out, from run to run of the workflow. Nobody is shown it. */
export interface ActionWork {
  readonly proposed: Signed<ProposalClaim>;
  readonly approved?: Signed<ApprovalClaim>;
  readonly prepared?: Readonly<Partial<Record<StepOfAction, PreparedStep>>>;
  /** The round of checks that is due at `nextAt`, the last one at `until` (RFC 3339). Absent before the checks. */
  readonly checking?: { readonly round: number; readonly nextAt: string; readonly until: string };
}

/** Something that a person must approve before it happens. */
export interface Proposal {
  /** `P-` and ten hexadecimal digits. */
  readonly id: string;
  readonly what:
    | { readonly kind: 'action'; readonly action: ResolvedAction }
    | { readonly kind: 'command'; readonly command: ConfirmedCommand };
  /** Of what is shown; an approval names it. */
  readonly digest: string;
  readonly by: Acting & Identified;
  readonly reason: string;
  readonly proposedAt: string;
  readonly expiresAt: string;
  readonly status: ProposalStatus;
  /** Who approved or rejected it; absent before, and if it expired. */
  readonly decidedBy?: Acting;
  readonly decidedAt?: string;
  /** Why it was rejected. */
  readonly rejection?: string;
  readonly run?: StepOutcome;
  readonly checks?: readonly Finding[];
  readonly rollback?: StepOutcome;
  /** Why it did not go on, if neither `run`, `checks` nor `rollback` says so. */
  readonly problem?: Problem;
  readonly endedAt?: string;
  /** For an action, inside the workflow; not part of what is shown. */
  readonly work?: ActionWork;
}
