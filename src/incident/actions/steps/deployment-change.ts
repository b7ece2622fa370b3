import { at, controllerOf, nameAt, numberAt, textsAt } from '../../investigation/sources/kubernetes/read-fields';
import type { KubernetesStep } from '../../model/actions/action';
import type { Problem } from '../../model/plan';

/** On a Deployment: the proposal whose change was applied to it last. */
export const MARK = 'incident-response/proposal';
const REVISION = 'deployment.kubernetes.io/revision';
/** As kubectl does it. */
const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';
const HASH = 'pod-template-hash';

/** What a change needs to know of a Deployment. */
export interface Deployment {
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation: number;
  readonly replicas: number;
  readonly revision: string | null;
  readonly isPaused: boolean;
  readonly mark: string | null;
  /** Of its pods, in the form in which lists take it; null if it has expressions, which are not needed to find its ReplicaSets. */
  readonly selector: string | null;
}

/** Null if it is not a Deployment. */
export function readDeployment(object: unknown): Deployment | null {
  const [uid, resourceVersion] = [nameAt(object, 'metadata', 'uid'), nameAt(object, 'metadata', 'resourceVersion')];
  const generation = numberAt(object, 'metadata', 'generation');
  if (uid === '' || resourceVersion === '' || generation === null) return null;
  const annotations = textsAt(object, 'metadata', 'annotations');
  const labels = Object.entries(textsAt(object, 'spec', 'selector', 'matchLabels'));
  return {
    uid,
    resourceVersion,
    generation,
    // Kubernetes' own default.
    replicas: numberAt(object, 'spec', 'replicas') ?? 1,
    revision: annotations[REVISION] ?? null,
    isPaused: at(object, 'spec', 'paused') === true,
    mark: annotations[MARK] ?? null,
    selector: labels.length === 0 ? null : labels.map(([name, value]) => `${name}=${value}`).join(','),
  };
}

export const markOf = (proposalId: string, isRollback: boolean): string => (isRollback ? `${proposalId} rollback` : proposalId);

/** What the pods of a Deployment looked like, by the revision that had it. */
export interface Revision {
  readonly number: number;
  readonly template: Readonly<Record<string, unknown>>;
}

/** The revisions of a Deployment that its ReplicaSets remember, the newest first. */
export function revisionsOf(replicaSets: readonly unknown[], deployment: string): readonly Revision[] {
  return replicaSets
    .flatMap((object): readonly Revision[] => {
      const owner = controllerOf(object);
      const number = Number(textsAt(object, 'metadata', 'annotations')[REVISION]);
      if (owner?.kind !== 'Deployment' || owner.name !== deployment || !Number.isInteger(number)) return [];
      return [{ number, template: templateOf(object) }];
    })
    .sort((one, other) => other.number - one.number);
}

/** Without the label that the ReplicaSet adds to tell its pods from others. */
function templateOf(replicaSet: unknown): Readonly<Record<string, unknown>> {
  const template = at(replicaSet, 'spec', 'template') as Readonly<Record<string, unknown>>;
  const { [HASH]: _, ...labels } = (at(template, 'metadata', 'labels') ?? {}) as Record<string, unknown>;
  return { ...template, metadata: { ...(at(template, 'metadata') as object), labels } };
}

/** Whether an autoscaler decides about the replicas of a Deployment. */
export const scales = (autoscaler: unknown, deployment: string): boolean =>
  nameAt(autoscaler, 'spec', 'scaleTargetRef', 'kind') === 'Deployment' &&
  nameAt(autoscaler, 'spec', 'scaleTargetRef', 'name') === deployment;

/** What is changed of a Deployment. */
export type Wanted =
  | { readonly restartedAt: string }
  | { readonly replicas: number }
  | { readonly template: Readonly<Record<string, unknown>> };

/**
 * A strategic merge patch. With the version of the object that was read, the cluster refuses it if anything has changed since.
 * https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/
 */
export function patchFor(wanted: Wanted, mark: string, resourceVersion: string): object {
  return { metadata: { resourceVersion, annotations: { [MARK]: mark } }, spec: specOf(wanted) };
}

function specOf(wanted: Wanted): object {
  if ('replicas' in wanted) return { replicas: wanted.replicas };
  if ('restartedAt' in wanted) return { template: { metadata: { annotations: { [RESTARTED_AT]: wanted.restartedAt } } } };
  // Merging would keep what only the present template has.
  return { template: { ...wanted.template, $patch: 'replace' } };
}

const named = ({ namespace, deployment }: KubernetesStep): string => `the Deployment ${namespace}/${deployment}`;

/** Why a change was not applied; in each case nothing was changed. */
export const NOT_CHANGED = {
  missing: (step: KubernetesStep): Problem =>
    problem('deployment_missing', `${named(step)} does not exist`, 'Check its name and its namespace.'),
  paused: (step: KubernetesStep): Problem =>
    problem(
      'deployment_paused',
      `${named(step)} is paused, so its pods would not change`,
      'Find out who paused it: kubectl rollout resume.',
    ),
  changed: (step: KubernetesStep): Problem =>
    problem(
      'changed_meanwhile',
      `${named(step)} was changed by somebody else meanwhile`,
      'Look at it, and propose the action again if it is still right.',
    ),
  autoscaled: (step: KubernetesStep, autoscaler: string): Problem =>
    problem(
      'autoscaled',
      `the autoscaler ${autoscaler} decides how many replicas ${named(step)} has`,
      'Change the limits of the autoscaler instead.',
    ),
  same: (step: KubernetesStep): Problem =>
    problem('nothing_to_change', `${named(step)} is to have ${step.replicas} replicas already`, 'Find out why they are not ready.'),
  noRevision: (step: KubernetesStep): Problem =>
    problem('revision_missing', `${named(step)} has no earlier revision to go back to`, 'Deploy the earlier version again.'),
  notOurs: (step: KubernetesStep): Problem =>
    problem(
      'changed_meanwhile',
      `${named(step)} no longer is as the action left it`,
      'Look at it, and put back by hand what is still needed.',
    ),
} as const;

function problem(code: string, what: string, mend: string): Problem {
  return { code, message: `${what}, so nothing was changed`, mend };
}
