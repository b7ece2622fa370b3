import type { CommandPayloads } from '../commands';
import type { Finding } from '../finding';
import type { Problem } from '../plan';
import type { Acting } from '../timeline-entry';
import type { ResolvedAction } from './action';
import type { Identified } from './claims';

/** How long a proposal waits for an answer, in milliseconds. */
export const PROPOSAL_TTL_MS = 15 * 60_000;

/** Commands that an agent may only ask for, because they page or tell many people. */
export const CONFIRMED_COMMANDS = ['addResponders', 'escalate', 'resolve', 'cancel'] as const;
export type ConfirmedCommandName = (typeof CONFIRMED_COMMANDS)[number];
export type ConfirmedCommand = {
  [Name in ConfirmedCommandName]: { readonly name: Name; readonly payload: CommandPayloads[Name] };
}[ConfirmedCommandName];

/**
 * `proposed`, then, if a person approves it, `approved`, `running`, `checking`, and on failure `rollingBack`. Every other status
 * is an end: `done` (a command that was confirmed), `verified`, `rolledBack`; `notRun` (nothing was changed); `failed` (it
 * failed and was not, or could not be, undone); `unknown` (nobody can tell, so a person decides); `rejected`, `expired`.
 */
export const PROPOSAL_STATUSES = [
  'proposed',
  'approved',
  'running',
  'checking',
  'rollingBack',
  'done',
  'verified',
  'rolledBack',
  'notRun',
  'failed',
  'unknown',
  'rejected',
  'expired',
] as const;
export type ProposalStatus = (typeof PROPOSAL_STATUSES)[number];

/** What one run of a step came to. `notRun`: certainly nothing happened. `unknown`: nobody can tell. */
export interface StepOutcome {
  readonly kind: 'succeeded' | 'failed' | 'notRun' | 'unknown';
  /** Null if it succeeded. */
  readonly problem: Problem | null;
  /** What the program printed, cut and without secrets; empty if nothing. */
  readonly output: string;
  readonly startedAt: string;
  readonly endedAt: string;
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
}
