import { type RolloutObjects, readRollouts } from '../../../../../../src/incident/investigation/sources/kubernetes/read-rollouts';
import { templateChange } from '../../../../../../src/incident/investigation/sources/kubernetes/template-change';
import { controllerRevisions, workloadsOf } from '../../../../../../src/incident/investigation/sources/kubernetes/workload';
import {
  deployment,
  type KubernetesObject,
  listed,
  minutes,
  replicaSet,
  TROUBLE,
  template,
} from '../../../../../support/kubernetes-objects';

const place = { service: 'web', namespace: 'shop', selector: 'app=web' };
const objects = (given: {
  deployments?: readonly KubernetesObject[];
  sets?: readonly KubernetesObject[];
  stateful?: readonly KubernetesObject[];
  daemons?: readonly KubernetesObject[];
  revisions?: readonly KubernetesObject[];
}): RolloutObjects => ({
  workloads: {
    Deployment: listed(...(given.deployments ?? [])),
    StatefulSet: listed(...(given.stateful ?? [])),
    DaemonSet: listed(...(given.daemons ?? [])),
  },
  replicaSets: listed(...(given.sets ?? [])),
  controllerRevisions: listed(...(given.revisions ?? [])),
});
const states = (reading: { facts: readonly object[] }) =>
  (reading.facts as { kind: string; cause: string; holds: boolean }[])
    .filter(({ kind }) => kind === 'state')
    .map(({ cause, holds }) => `${holds ? '' : 'not '}${cause}`);

const [old, now] = [template('shop:1.4'), template('shop:1.5')];

it('reports a rollout before the trouble as a change, with both images', () => {
  const reading = readRollouts(
    place,
    objects({
      deployments: [deployment({ template: now })],
      sets: [replicaSet(7, minutes(-4_000), old), replicaSet(8, minutes(-12), now)],
    }),
    TROUBLE,
  );
  expect(reading.fields).toMatchObject({ workloads: 1, changes: 1, minutesBefore: 12, changesAfter: 0, failed: 0, progressing: 0 });
  expect(reading.facts).toEqual([
    { kind: 'change', service: 'web', text: 'deployment web: image of app: shop:1.4 → shop:1.5', at: minutes(-12), by: null, link: null },
  ]);
  expect(reading.evidence).toEqual(['deployment web: image of app: shop:1.4 → shop:1.5, 12 min before the trouble']);
});

it('says that nothing was rolled out lately', () => {
  const reading = readRollouts(
    place,
    objects({ deployments: [deployment()], sets: [replicaSet(7, minutes(-9_000), old), replicaSet(8, minutes(-4_000), now)] }),
    TROUBLE,
  );
  expect(reading.fields).toMatchObject({ changes: 0, minutesBefore: null, last: null });
  expect(reading.facts).toEqual([
    {
      kind: 'state',
      cause: 'bad_deploy',
      holds: false,
      service: 'web',
      text: 'no rollout near the trouble; the last change was 2 d before the trouble',
    },
  ]);
});

it("keeps a change after the start apart: it may be somebody's fix", () => {
  const reading = readRollouts(
    place,
    objects({ deployments: [deployment()], sets: [replicaSet(7, minutes(-9_000), old), replicaSet(8, minutes(4), now)] }),
    TROUBLE,
  );
  expect(reading.fields).toMatchObject({ changes: 0, changesAfter: 1 });
  expect(reading.facts).toEqual([]);
  expect(reading.evidence).toEqual(['after the trouble began: deployment web: image of app: shop:1.4 → shop:1.5, 4 min after it began']);
});

it('knows a return to an earlier template by its age, and takes the time from the deployment', () => {
  const conditions = [{ type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable', lastUpdateTime: minutes(5) }];
  const sets = [replicaSet(9, minutes(-9_000), old), replicaSet(8, minutes(-30), now)];
  const reading = readRollouts(place, objects({ deployments: [deployment({ conditions })], sets: [...sets] }), TROUBLE);
  expect(reading.evidence).toContain(
    'after the trouble began: deployment web: returned to an earlier template, image of app: shop:1.5 → shop:1.4, 5 min after it began',
  );
});

it('calls a rollout failed that Kubernetes has given up, or of which no pod becomes available', () => {
  const sets = [replicaSet(7, minutes(-9_000), old), replicaSet(8, minutes(-12), now)];
  const givenUp = deployment({
    status: { replicas: 4, updatedReplicas: 1, availableReplicas: 3 },
    conditions: [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', lastUpdateTime: minutes(-2) }],
  });
  const stuck = deployment({ status: { replicas: 4, updatedReplicas: 1, availableReplicas: 3 } });
  for (const one of [givenUp, stuck]) {
    const reading = readRollouts(place, objects({ deployments: [one], sets }), TROUBLE);
    expect(reading.fields).toMatchObject({ failed: 1 });
    expect(states(reading)).toEqual(['bad_deploy']);
    expect(reading.evidence[0]).toBe('the rollout of deployment web has failed: 1 of 3 pods have the new template, 3 are available');
  }
});

it('lets a rollout that moves on proceed', () => {
  const sets = [replicaSet(7, minutes(-9_000), old), replicaSet(8, minutes(-12), now)];
  const moving = deployment({ replicas: 10, status: { replicas: 12, updatedReplicas: 6, availableReplicas: 9 } });
  const fresh = replicaSet(8, minutes(8), now);
  const starting = deployment({ status: { replicas: 4, updatedReplicas: 1, availableReplicas: 3 } });
  expect(readRollouts(place, objects({ deployments: [moving], sets }), TROUBLE).fields).toMatchObject({ failed: 0, progressing: 1 });
  expect(
    readRollouts(place, objects({ deployments: [starting], sets: [sets[0] as KubernetesObject, fresh] }), TROUBLE).fields,
  ).toMatchObject({ failed: 0, progressing: 1 });
});

it('does not blame a rollout that failed days ago, nor one for pods that broke later', () => {
  const sets = [replicaSet(7, minutes(-9_000), old), replicaSet(8, minutes(-4_000), now)];
  const conditions = [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', lastUpdateTime: minutes(-3_990) }];
  const failed = deployment({ status: { replicas: 4, updatedReplicas: 1, availableReplicas: 3 }, conditions });
  expect(readRollouts(place, objects({ deployments: [failed], sets }), TROUBLE).fields).toMatchObject({ failed: 0, progressing: 1 });
  const broken = deployment({ status: { availableReplicas: 0 } });
  expect(readRollouts(place, objects({ deployments: [broken], sets }), TROUBLE).fields).toMatchObject({ failed: 0, progressing: 0 });
});

it('says why no pods can be made', () => {
  const conditions = [
    { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'exceeded quota: compute', lastUpdateTime: minutes(-2) },
  ];
  const reading = readRollouts(place, objects({ deployments: [deployment({ conditions, status: { updatedReplicas: 0 } })] }), TROUBLE);
  expect(reading.evidence[0]).toContain('FailedCreate: exceeded quota: compute');
});

it('says that somebody has scaled a service to nothing', () => {
  const reading = readRollouts(place, objects({ deployments: [deployment({ replicas: 0 })] }), TROUBLE);
  expect(reading.fields).toMatchObject({ scaledToZero: 1 });
  expect(states(reading)).toContain('not_ready');
});

it('looks at stateful sets and daemon sets through their revisions', () => {
  const metadata = { name: 'web', generation: 1, creationTimestamp: minutes(-90_000) };
  const revision = (number: number, created: string, given: KubernetesObject, kind: string) => ({
    metadata: { name: `web-${number}`, creationTimestamp: created, ownerReferences: [{ kind, name: 'web', controller: true }] },
    revision: number,
    data: { spec: { template: { ...given, $patch: 'replace' } } },
  });
  const stateful = {
    metadata,
    spec: { replicas: 3, template: now },
    status: { observedGeneration: 1, replicas: 3, updatedReplicas: 1, readyReplicas: 2, availableReplicas: 2 },
  };
  const daemon = {
    metadata,
    spec: { template: now },
    status: { observedGeneration: 1, desiredNumberScheduled: 2, currentNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 2 },
  };
  const reading = readRollouts(
    place,
    objects({
      stateful: [stateful],
      daemons: [daemon],
      revisions: [
        revision(1, minutes(-9_000), old, 'StatefulSet'),
        revision(2, minutes(-10), now, 'StatefulSet'),
        revision(1, minutes(-9_000), now, 'DaemonSet'),
      ],
    }),
    TROUBLE,
  );
  expect(reading.fields).toMatchObject({ workloads: 2, changes: 1, failed: 1 });
  expect(reading.evidence).toContain('statefulset web: image of app: shop:1.4 → shop:1.5, 10 min before the trouble');
  expect(controllerRevisions([{ metadata: {} }])).toEqual([]);
});

it('looks only at workloads whose pods are selected', () => {
  const other = deployment({ name: 'mail', template: template('mail:1', {}, { app: 'mail' }) });
  expect(readRollouts(place, objects({ deployments: [deployment(), other] }), TROUBLE).fields.workloads).toBe(1);
  expect(workloadsOf('Deployment', [deployment(), other], null)).toHaveLength(2);
  expect(readRollouts(place, objects({}), TROUBLE)).toMatchObject({ fields: { workloads: 0 }, facts: [] });
});

it.each([
  [{}, { env: [{ name: 'DB_PASSWORD', value: 'hunter2' }] }, 'environment variable DB_PASSWORD of app'],
  [{ resources: { limits: { memory: '1Gi' } } }, { resources: { limits: { memory: '64Mi' } } }, 'resources of app'],
  [{ readinessProbe: { httpGet: { path: '/a' } } }, { readinessProbe: { httpGet: { path: '/b' } } }, 'readinessProbe of app'],
])('names what changed beside the image, never a value', (before, after, text) => {
  expect(templateChange(template('shop:1', before), template('shop:1', after))).toBe(text);
});

it('names new and removed containers, a restart, and says how much more there is', () => {
  const two = {
    spec: {
      containers: [
        { name: 'app', image: 'shop:1' },
        { name: 'proxy', image: 'envoy:1' },
      ],
    },
  };
  expect(templateChange(template('shop:1'), two)).toBe('new container proxy (envoy:1)');
  expect(templateChange(two, template('shop:1'))).toBe('without container proxy');
  const restarted = { ...template('shop:1'), metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': 'now' } } };
  expect(templateChange(template('shop:1'), restarted)).toBe('restarted by kubectl rollout restart');
  expect(templateChange(template('shop:1'), template('shop:1'))).toBe('pod template changed');
  const much = template('shop:2', { env: ['A', 'B', 'C', 'D', 'E'].map((name) => ({ name, value: '1' })) });
  expect(templateChange(template('shop:1'), much)).toMatch(/^image of app: shop:1 → shop:2, .* and 2 more changes$/);
});
