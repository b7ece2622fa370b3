import { at, conditionsOf, controllerOf, listAt, nameAt, numberAt, textAt, textsAt, timeAt } from './read-fields';

/** How a container ended. */
export interface Terminated {
  readonly reason: string;
  readonly exitCode: number | null;
  readonly finishedMs: number | null;
  readonly message: string;
}

export interface Container {
  readonly name: string;
  readonly isInit: boolean;
  readonly ready: boolean;
  readonly restarts: number;
  /** Why it waits; null if it does not. */
  readonly waiting: { readonly reason: string; readonly message: string } | null;
  readonly runningSinceMs: number | null;
  readonly terminated: Terminated | null;
  /** How it ended the last time. */
  readonly last: Terminated | null;
  readonly memoryLimit: string | null;
}

/** What is read of a pod. */
export interface Pod {
  readonly name: string;
  readonly node: string | null;
  readonly phase: string;
  /** Why it failed: `Evicted`. */
  readonly reason: string;
  readonly message: string;
  readonly createdMs: number | null;
  readonly isBeingDeleted: boolean;
  readonly ready: boolean;
  readonly notReadySinceMs: number | null;
  /** Why no node takes it; null if one does. */
  readonly unscheduled: string | null;
  readonly labels: Readonly<Record<string, string>>;
  /** Whether a job runs it, whose pods are meant to end. */
  readonly isOfJob: boolean;
  readonly containers: readonly Container[];
}

export function podOf(object: unknown): Pod {
  const conditions = conditionsOf(object);
  const ready = conditions.find(({ type }) => type === 'Ready');
  const scheduled = conditions.find(({ type }) => type === 'PodScheduled');
  return {
    name: nameAt(object, 'metadata', 'name'),
    node: nameAt(object, 'spec', 'nodeName') || null,
    phase: nameAt(object, 'status', 'phase'),
    reason: nameAt(object, 'status', 'reason'),
    message: textAt(object, 'status', 'message'),
    createdMs: timeAt(object, 'metadata', 'creationTimestamp'),
    isBeingDeleted: timeAt(object, 'metadata', 'deletionTimestamp') !== null,
    ready: ready?.status === 'True',
    notReadySinceMs: ready?.status === 'False' ? ready.changedMs : null,
    unscheduled: scheduled?.status === 'False' ? scheduled.message || scheduled.reason : null,
    labels: textsAt(object, 'metadata', 'labels'),
    isOfJob: controllerOf(object)?.kind === 'Job',
    containers: [
      ...containersOf(object, 'initContainers', 'initContainerStatuses'),
      ...containersOf(object, 'containers', 'containerStatuses'),
    ],
  };
}

function containersOf(object: unknown, specs: string, statuses: string): readonly Container[] {
  return listAt(object, 'status', statuses).map((status) => {
    const name = nameAt(status, 'name');
    const spec = listAt(object, 'spec', specs).find((one) => nameAt(one, 'name') === name);
    const waiting = at(status, 'state', 'waiting');
    return {
      name,
      isInit: specs === 'initContainers',
      ready: at(status, 'ready') === true,
      restarts: numberAt(status, 'restartCount') ?? 0,
      waiting: waiting === undefined ? null : { reason: nameAt(waiting, 'reason'), message: textAt(waiting, 'message') },
      runningSinceMs: timeAt(status, 'state', 'running', 'startedAt'),
      terminated: terminatedOf(at(status, 'state', 'terminated')),
      last: terminatedOf(at(status, 'lastState', 'terminated')),
      memoryLimit: nameAt(spec, 'resources', 'limits', 'memory') || null,
    };
  });
}

function terminatedOf(state: unknown): Terminated | null {
  if (state === undefined) return null;
  return {
    reason: nameAt(state, 'reason'),
    exitCode: numberAt(state, 'exitCode'),
    finishedMs: timeAt(state, 'finishedAt'),
    message: textAt(state, 'message'),
  };
}

/** Pods that should serve now: not those of jobs, nor those that ended or are being deleted. */
export function servingPods(objects: readonly unknown[]): readonly Pod[] {
  return objects
    .map(podOf)
    .filter(({ phase, isBeingDeleted, isOfJob }) => !isBeingDeleted && !isOfJob && phase !== 'Succeeded' && phase !== 'Failed');
}
