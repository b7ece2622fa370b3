import type { ApprovalClaim, Signed } from '../model/actions/claims';
import type { Preparation, Proposal, StepOfAction, StepOutcome } from '../model/actions/proposal';
import type { ProposalEntry } from '../model/actions/proposal-entry';
import type { Withheld } from '../model/actions/read-claims';
import type { Finding } from '../model/finding';
import type { Problem } from '../model/plan';
import type { Acting } from '../model/timeline-entry';

/** What happens to a proposal that has been put up. */
export type ProposalEvent =
  /** `approval`: for an action, once the gateway's signature has been verified. */
  | { readonly kind: 'approve'; readonly by: Acting; readonly digest: string; readonly approval?: Signed<ApprovalClaim> }
  | { readonly kind: 'reject'; readonly by: Acting; readonly reason: string }
  /** Its time has come. `because` says more if it is known why nothing had begun. */
  | { readonly kind: 'expire'; readonly because?: Problem }
  | { readonly kind: 'incidentOver' }
  /** The confirmed command applied, or was refused by then. */
  | { readonly kind: 'applied'; readonly refused: Problem | null }
  | { readonly kind: 'prepared'; readonly step: StepOfAction; readonly result: Preparation }
  | { readonly kind: 'ran'; readonly step: StepOfAction; readonly outcome: StepOutcome }
  | { readonly kind: 'checked'; readonly round: number; readonly findings: readonly Finding[] };

/** Why an event changes nothing. */
export type Unfit =
  | 'unknownProposal'
  | 'otherIncident'
  | 'idInUse'
  | 'tooManyOpen'
  | 'staleClaim'
  /** It was approved before. */
  | 'used'
  /** It was rejected, or has ended. */
  | 'ended'
  | 'begun'
  | 'expired'
  | 'otherDigest'
  | 'unsigned'
  /** The claim is about something else than what was approved. */
  | 'otherClaim'
  /** The gateway does not vouch for whoever approved it. */
  | Withheld
  /** An answer to a question that is not being asked, such as the second outcome of one run. */
  | 'notAwaited';

/** The proposal after an event, and the entry for the timeline; null if nothing is worth telling. */
export interface Moved {
  readonly proposal: Proposal;
  readonly entry: ProposalEntry | null;
}
export type Fate = Moved | { readonly unfit: Unfit };

const ENDS: ReadonlySet<Proposal['status']> = new Set([
  'done',
  'verified',
  'rolledBack',
  'notRun',
  'failed',
  'unknown',
  'rejected',
  'expired',
]);

export const hasEnded = ({ status }: Proposal): boolean => ENDS.has(status);

/** True while something may be running: from the moment a step was prepared until the proposal's end. */
export const isUnderWay = ({ status }: Proposal): boolean => status === 'running' || status === 'checking' || status === 'rollingBack';

/** At its very end, a time has passed. */
export const isPast = (at: string, nowIso: string): boolean => Date.parse(at) <= Date.parse(nowIso);
