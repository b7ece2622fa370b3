import { at, type Condition, conditionsOf, controllerOf, nameAt, numberAt, textAt, textsAt, timeAt } from './read-fields';
import { selects } from './selector';

/** The kinds whose pods may belong to a service. */
export const WORKLOAD_KINDS = ['Deployment', 'StatefulSet', 'DaemonSet'] as const;
export type WorkloadKind = (typeof WORKLOAD_KINDS)[number];

/** What makes pods, and how far its newest template has come. */
export interface Workload {
  readonly kind: WorkloadKind;
  readonly name: string;
  /** Pods that there should be. */
  readonly desired: number;
  /** Pods of the newest template. */
  readonly updated: number;
  readonly available: number;
  /** All pods, of whatever template. */
  readonly current: number;
  /** False until its controller has seen the newest template. */
  readonly isObserved: boolean;
  readonly conditions: readonly Condition[];
  readonly createdMs: number | null;
  readonly paused: boolean;
}

/** A template that a workload had or has: a ReplicaSet of a Deployment, a ControllerRevision of the other kinds. */
export interface Revision {
  readonly ownerKind: string;
  readonly ownerName: string;
  readonly number: number;
  readonly createdMs: number | null;
  readonly template: unknown;
  /** What whoever made it says about it. */
  readonly changeCause: string;
}

/** The workloads of these kinds whose pods a selector selects. */
export function workloadsOf(kind: WorkloadKind, objects: readonly unknown[], selector: string | null): readonly Workload[] {
  const labels = (object: unknown) => textsAt(object, 'spec', 'template', 'metadata', 'labels');
  return objects.filter((object) => selects(selector, labels(object))).map((object) => workloadOf(kind, object));
}

function workloadOf(kind: WorkloadKind, object: unknown): Workload {
  const number = (name: string): number => numberAt(object, 'status', name) ?? 0;
  const isDaemonSet = kind === 'DaemonSet';
  return {
    kind,
    name: nameAt(object, 'metadata', 'name'),
    desired: isDaemonSet ? number('desiredNumberScheduled') : (numberAt(object, 'spec', 'replicas') ?? 1),
    updated: isDaemonSet ? number('updatedNumberScheduled') : number('updatedReplicas'),
    available: isDaemonSet ? number('numberAvailable') : (numberAt(object, 'status', 'availableReplicas') ?? number('readyReplicas')),
    current: isDaemonSet ? number('currentNumberScheduled') : number('replicas'),
    isObserved: number('observedGeneration') >= (numberAt(object, 'metadata', 'generation') ?? 0),
    conditions: conditionsOf(object),
    createdMs: timeAt(object, 'metadata', 'creationTimestamp'),
    paused: at(object, 'spec', 'paused') === true,
  };
}

/** ReplicaSets that a Deployment made. */
export function replicaSetRevisions(objects: readonly unknown[]): readonly Revision[] {
  return objects.flatMap((object) => {
    const number = Number(nameAt(object, 'metadata', 'annotations', 'deployment.kubernetes.io/revision'));
    return Number.isInteger(number) && number > 0 ? revisionOf(object, number, at(object, 'spec', 'template')) : [];
  });
}

export function controllerRevisions(objects: readonly unknown[]): readonly Revision[] {
  return objects.flatMap((object) => revisionOf(object, numberAt(object, 'revision') ?? 0, at(object, 'data', 'spec', 'template')));
}

function revisionOf(object: unknown, number: number, template: unknown): readonly Revision[] {
  const owner = controllerOf(object);
  if (owner === null) return [];
  return [
    {
      ownerKind: owner.kind,
      ownerName: owner.name,
      number,
      createdMs: timeAt(object, 'metadata', 'creationTimestamp'),
      template,
      changeCause: textAt(object, 'metadata', 'annotations', 'kubernetes.io/change-cause'),
    },
  ];
}

/** `deployment web` */
export const workloadWords = ({ kind, name }: Workload): string => `${kind.toLowerCase()} ${name}`;
