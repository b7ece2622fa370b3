/** Objects as the Kubernetes API returns them, reduced to what matters. */
export type KubernetesObject = Readonly<Record<string, unknown>>;

export const TROUBLE = { startedAt: new Date('2026-11-28T10:00:00Z'), now: new Date('2026-11-28T10:10:00Z') };

/** A time so many minutes after the trouble began; negative before it. */
export const minutes = (count: number): string => new Date(TROUBLE.startedAt.getTime() + count * 60_000).toISOString();

export interface PodSpec {
  readonly name?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly node?: string | null;
  readonly phase?: string;
  readonly created?: string;
  readonly ready?: boolean;
  readonly readySince?: string;
  readonly unscheduled?: string;
  readonly deleted?: boolean;
  readonly reason?: string;
  readonly message?: string;
  readonly owner?: KubernetesObject;
  /** Fields of the status of its one container. */
  readonly container?: KubernetesObject;
  readonly memory?: string;
  readonly initContainer?: KubernetesObject;
}

export function pod(given: PodSpec = {}): KubernetesObject {
  const { name = 'web-7f9c6d5b4d-aaaaa', ready = true, created = minutes(-3_000), labels = { app: 'web' }, phase = 'Running' } = given;
  const running = { running: { startedAt: created } };
  return {
    metadata: {
      name,
      labels,
      creationTimestamp: created,
      ...(given.deleted ? { deletionTimestamp: minutes(1) } : {}),
      ownerReferences: [given.owner ?? { kind: 'ReplicaSet', name: 'web-7f9c6d5b4d', controller: true }],
    },
    spec: {
      nodeName: given.node === undefined ? 'node-1' : given.node,
      containers: [{ name: 'app', image: 'shop:1.4', resources: given.memory === undefined ? {} : { limits: { memory: given.memory } } }],
      initContainers: given.initContainer === undefined ? [] : [{ name: 'migrate', image: 'shop:1.4' }],
    },
    status: {
      phase,
      ...(given.reason === undefined ? {} : { reason: given.reason }),
      ...(given.message === undefined ? {} : { message: given.message }),
      conditions: [
        {
          type: 'PodScheduled',
          status: given.unscheduled === undefined ? 'True' : 'False',
          ...(given.unscheduled === undefined ? {} : { reason: 'Unschedulable', message: given.unscheduled }),
        },
        { type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: given.readySince ?? created },
      ],
      containerStatuses:
        given.unscheduled === undefined ? [{ name: 'app', ready, restartCount: 0, state: running, lastState: {}, ...given.container }] : [],
      initContainerStatuses:
        given.initContainer === undefined ? [] : [{ name: 'migrate', ready: false, restartCount: 0, ...given.initContainer }],
    },
  };
}

/** A status with the last end of a container. */
export const ended = (reason: string, exitCode: number, finishedAt: string, restartCount = 1): KubernetesObject => ({
  restartCount,
  lastState: { terminated: { reason, exitCode, finishedAt } },
});

export const template = (image: string, extra: KubernetesObject = {}, labels: KubernetesObject = { app: 'web' }): KubernetesObject => ({
  metadata: { labels },
  spec: { containers: [{ name: 'app', image, ...extra }] },
});

export interface DeploymentSpec {
  readonly name?: string;
  readonly replicas?: number;
  readonly status?: KubernetesObject;
  readonly conditions?: readonly KubernetesObject[];
  readonly template?: KubernetesObject;
}

export function deployment({
  name = 'web',
  replicas = 3,
  status = {},
  conditions = [],
  template: given = template('shop:1.4'),
}: DeploymentSpec = {}): KubernetesObject {
  return {
    metadata: { name, generation: 4, creationTimestamp: minutes(-90_000) },
    spec: { replicas, template: given },
    status: {
      observedGeneration: 4,
      replicas,
      updatedReplicas: replicas,
      readyReplicas: replicas,
      availableReplicas: replicas,
      conditions,
      ...status,
    },
  };
}

export function replicaSet(
  revision: number,
  created: string,
  given: KubernetesObject,
  owner = 'web',
  annotations: KubernetesObject = {},
): KubernetesObject {
  return {
    metadata: {
      name: `${owner}-${revision}`,
      creationTimestamp: created,
      annotations: { 'deployment.kubernetes.io/revision': String(revision), ...annotations },
      ownerReferences: [{ kind: 'Deployment', name: owner, controller: true }],
    },
    spec: { template: given },
  };
}

export function event(
  reason: string,
  message: string,
  given: {
    readonly name?: string;
    readonly kind?: string;
    readonly count?: number;
    readonly first?: string;
    readonly last?: string;
    readonly type?: string;
  } = {},
): KubernetesObject {
  const { name = 'web-7f9c6d5b4d-aaaaa', kind = 'Pod', count = 1, last = minutes(1), first = last, type = 'Warning' } = given;
  return {
    type,
    reason,
    message,
    count,
    firstTimestamp: first,
    lastTimestamp: last,
    involvedObject: { kind, name },
    metadata: { name: `${name}.1`, creationTimestamp: first },
  };
}

export function node(name: string, conditions: readonly KubernetesObject[] = [], unschedulable = false): KubernetesObject {
  return {
    metadata: { name },
    spec: unschedulable ? { unschedulable } : {},
    status: {
      conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' }, ...conditions],
    },
  };
}

export function autoscaler(given: {
  readonly name?: string;
  readonly current: number;
  readonly max: number;
  readonly target?: number;
  readonly now?: number;
  readonly conditions?: readonly KubernetesObject[];
}): KubernetesObject {
  const { name = 'web', current, max, target = 70, now = 50, conditions = [] } = given;
  return {
    metadata: { name },
    spec: {
      minReplicas: 1,
      maxReplicas: max,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: target } } }],
    },
    status: {
      currentReplicas: current,
      desiredReplicas: current,
      currentMetrics: [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: now, averageValue: '500m' } } }],
      conditions,
    },
  };
}

export const listed = (...items: readonly KubernetesObject[]) => ({ items, complete: true });
