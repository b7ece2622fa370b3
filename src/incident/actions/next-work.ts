import type { PreparedStep, Proposal, StepOfAction } from '../model/actions/proposal';

/** What is to be done next for an action that was approved. */
export type Work =
  | { readonly kind: 'prepare'; readonly step: StepOfAction }
  | { readonly kind: 'run'; readonly step: StepOfAction; readonly prepared: PreparedStep }
  | { readonly kind: 'check'; readonly round: number; readonly notBefore: string };

/** Null before the approval, and after the end. It follows from the proposal alone, so that any run of the workflow can go on. */
export function nextWork({ status, what, work }: Proposal): Work | null {
  if (what.kind !== 'action') return null;
  switch (status) {
    case 'approved':
      return { kind: 'prepare', step: 'does' };
    case 'running':
      return work?.prepared?.does === undefined ? null : { kind: 'run', step: 'does', prepared: work.prepared.does };
    case 'checking':
      return work?.checking === undefined ? null : { kind: 'check', round: work.checking.round, notBefore: work.checking.nextAt };
    case 'rollingBack':
      return work?.prepared?.rollback === undefined
        ? { kind: 'prepare', step: 'rollback' }
        : { kind: 'run', step: 'rollback', prepared: work.prepared.rollback };
    default:
      return null;
  }
}
