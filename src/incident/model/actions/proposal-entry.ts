import type { Finding } from '../finding';
import type { Problem } from '../plan';
import type { ConfirmedCommandName } from './confirmed-command';
import type { ProposalStatus, StepOfAction, StepResult } from './proposal-status';

/** What was proposed, in short. */
export type ProposalTopic =
  | { readonly kind: 'action'; readonly title: string; readonly target: string | null }
  | { readonly kind: 'command'; readonly name: ConfirmedCommandName };

interface About {
  readonly proposalId: string;
  readonly topic: ProposalTopic;
}

export interface Proposed extends About {
  readonly kind: 'proposed';
  readonly reason: string;
}
export interface Approved extends About {
  readonly kind: 'approved';
}
export interface Rejected extends About {
  readonly kind: 'rejected';
  readonly reason: string;
}
/** It was not, or not in time, approved, or what was approved did not begin in time. */
export interface ProposalEnded extends About {
  readonly kind: 'proposalEnded';
  readonly status: ProposalStatus;
  readonly problem: Problem | null;
}
export interface ActionStarted extends About {
  readonly kind: 'actionStarted';
  readonly step: StepOfAction;
}
/** `status`: what the proposal is after it. */
export interface ActionRan extends About {
  readonly kind: 'actionRan';
  readonly step: StepOfAction;
  readonly outcome: StepResult;
  readonly problem: Problem | null;
  readonly status: ProposalStatus;
}
/** The last round of checks: `findings` are those that did not come out well. */
export interface ActionChecked extends About {
  readonly kind: 'actionChecked';
  readonly findings: readonly Pick<Finding, 'title' | 'target' | 'status' | 'summary'>[];
  readonly status: ProposalStatus;
}

/** What happened to a proposal, on the timeline. */
export type ProposalEntry = Proposed | Approved | Rejected | ProposalEnded | ActionStarted | ActionRan | ActionChecked;
