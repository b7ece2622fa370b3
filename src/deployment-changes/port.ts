import type { KubernetesStep } from '../incident/model/actions/action';
import type { PreparedStep } from '../incident/model/actions/proposal';
import type { Problem } from '../incident/model/plan';
import { IncidentError } from '../incident/text/errors';

export type PreparedChange = Extract<PreparedStep, { readonly runs: 'kubernetes' }>;

export interface Change {
  readonly step: KubernetesStep;
  readonly proposalId: string;
  readonly isRollback: boolean;
  /** For the rollback of a change: that change, and what was there before it. */
  readonly undoes: { readonly step: KubernetesStep; readonly before: PreparedChange } | null;
}

/** `notRun`: certainly nothing was changed. */
export type Prepared = { readonly kind: 'prepared'; readonly prepared: PreparedChange } | NotRun;
export type Applied = { readonly kind: 'succeeded' } | NotRun;
interface NotRun {
  readonly kind: 'notRun';
  readonly problem: Problem;
}

/** Changes of Deployments. Methods throw `ChangeError` where another attempt can tell more. */
export interface DeploymentChanges {
  /** Reads what there is, and says whether the change is possible. */
  prepare(change: Change, signal: AbortSignal): Promise<Prepared>;
  /**
   * Applies the change, unless it is there already or the Deployment has been changed since it was prepared. Without `may`, it
   * only says whether the change is there.
   */
  apply(change: Change, prepared: PreparedChange, may: boolean, signal: AbortSignal): Promise<Applied>;
  /** The permissions that changes in a namespace need and the source's account lacks, each as a rule of a Role. */
  lacking(source: string, namespace: string, signal: AbortSignal): Promise<readonly string[]>;
}

/** The cluster gave no answer that says what happened. */
export class ChangeError extends IncidentError {
  readonly code = 'kubernetes_unreachable';
  readonly retryable = true;
}
