import type { ResolvedAction } from '../incident/model/actions/action';
import type { ApprovalClaim, ProposalClaim, Signed } from '../incident/model/actions/claims';
import type { PreparedStep, StepOfAction } from '../incident/model/actions/proposal';
import type { Refusal } from '../incident/text/refusal';

/** What a person approved. Each activity verifies all of it anew: the workflow's history may have been forged. */
export interface ApprovedAction {
  readonly incidentId: string;
  readonly action: ResolvedAction;
  readonly proposed: Signed<ProposalClaim>;
  readonly approved: Signed<ApprovalClaim>;
}

/** One step of it. */
export interface ApprovedStep extends ApprovedAction {
  readonly step: StepOfAction;
  /** What the action was prepared as; set for a rollback, which may have to put that back. */
  readonly before?: PreparedStep;
}

/** What the worker that may run actions says about a proposal or an approval. */
export type Resolved = { readonly kind: 'resolved'; readonly action: ResolvedAction; readonly digest: string } | Refused;
export type Verified = { readonly kind: 'verified' } | Refused;
interface Refused {
  readonly kind: 'refused';
  readonly refusal: Refusal;
}
