import { setMaxListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { KUBERNETES_FIELDS } from '../../../src/incident/investigation/queries/source-fields';
import { KUBERNETES_CHECKS, type KubernetesCheck } from '../../../src/incident/model/investigation/source-query';
import { RESOURCES } from '../../../src/investigation-sources/kubernetes/api';
import { createKubernetes } from '../../../src/investigation-sources/kubernetes/kubernetes';
import type { SourceError } from '../../../src/investigation-sources/source-error';
import { startKubernetesApi } from '../../support/kubernetes-api';
import {
  autoscaler,
  deployment,
  ended,
  event,
  type KubernetesObject,
  minutes,
  node,
  pod,
  replicaSet,
  TROUBLE,
  template,
} from '../../support/kubernetes-objects';
import { sampleService } from '../../support/sample-service';
import { startScriptedService } from '../../support/scripted-service';

const { signal } = new AbortController();
setMaxListeners(0, signal);
const web = sampleService('web', { kubernetes: { source: null, namespace: 'shop', selector: 'app=web' } });
const context = { ...TROUBLE, services: [web], service: web };
const secret = { value: () => 'service-account-token', refresh: () => 'service-account-token' };

let api: Awaited<ReturnType<typeof startKubernetesApi>>;
beforeAll(async () => {
  api = await startKubernetesApi();
});
afterAll(() => api.stop());

const read = (check: KubernetesCheck, given: { namespace?: string; selector?: string; service?: typeof web | null } = {}) =>
  createKubernetes({ name: 'prod', url: api.url, caFile: null, secret })(
    { from: 'kubernetes', source: null, check, namespace: given.namespace ?? null, selector: given.selector ?? null },
    { ...context, service: given.service === undefined ? web : given.service },
    signal,
  );
const failure = (check: KubernetesCheck) =>
  read(check).then(
    () => null,
    (error: SourceError) => error,
  );

const other = pod({
  name: 'mail-1',
  labels: { app: 'mail' },
  ready: false,
  container: { ready: false, state: { waiting: { reason: 'CrashLoopBackOff' } } },
});
const BROKEN: Readonly<Record<string, readonly KubernetesObject[]>> = {
  pods: [
    pod({ name: 'web-1' }),
    pod({ name: 'web-2', ready: false, readySince: minutes(-1), container: { ready: false, ...ended('OOMKilled', 137, minutes(-1), 5) } }),
    other,
  ],
  events: [
    event('Unhealthy', 'Readiness probe failed', { name: 'web-2', count: 7 }),
    event('Pulled', 'fine', { type: 'Normal' }),
    event('BackOff', 'x', { name: 'mail-1' }),
  ],
  deployments: [
    deployment({ template: template('shop:1.5') }),
    deployment({ name: 'mail', template: template('mail:1', {}, { app: 'mail' }) }),
  ],
  replicasets: [replicaSet(1, minutes(-9_000), template('shop:1.4')), replicaSet(2, minutes(-7), template('shop:1.5'))].map((one) => ({
    ...one,
    metadata: { ...(one.metadata as KubernetesObject), labels: { app: 'web' } },
  })),
  nodes: [
    node('node-1', [{ type: 'MemoryPressure', status: 'True', reason: 'KubeletHasInsufficientMemory', lastTransitionTime: minutes(-3) }]),
  ],
  horizontalpodautoscalers: [autoscaler({ current: 10, max: 10, now: 140 })],
};

it('reads each check of the service alone, with the token', async () => {
  api.holds(BROKEN);
  const fields = await Promise.all(KUBERNETES_CHECKS.map(async (check) => [check, (await read(check)).fields] as const));
  expect(Object.fromEntries(fields)).toMatchObject({
    pods: { pods: 2, ready: 1, notReady: 1 },
    restarts: { restarts: 1, looping: 1 },
    oomKills: { oomKills: 1 },
    events: { events: 7, kinds: 1 },
    rollouts: { workloads: 1, changes: 1, minutesBefore: 7 },
    nodes: { nodes: 1, unhealthy: 1, memoryPressure: 1 },
    autoscalers: { autoscalers: 1, atLimit: 1 },
  });
  expect(new Set(api.calls.map(({ headers }) => headers.authorization))).toEqual(new Set(['Bearer service-account-token']));
  expect(new Set(api.asked.flatMap(({ namespace }) => namespace ?? []))).toEqual(new Set(['shop']));
});

it.each(KUBERNETES_CHECKS)('gives the fields that outcomes of %s may use', async (check) => {
  api.holds(BROKEN);
  expect([...Object.keys((await read(check)).fields), 'unread']).toEqual(KUBERNETES_FIELDS[check]);
});

it('asks for exactly what the manifest in deploy allows', async () => {
  api.holds(BROKEN);
  await Promise.all(KUBERNETES_CHECKS.map((check) => read(check)));
  const [role] = parseAllDocuments(readFileSync(join(__dirname, '..', '..', '..', 'deploy', 'kubernetes-rbac.yaml'), 'utf8'))
    .map((document) => document.toJS() as { kind: string; rules?: { apiGroups: string[]; resources: string[]; verbs: string[] }[] })
    .filter(({ kind }) => kind === 'ClusterRole');
  const allowed = (role?.rules ?? []).flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) => resources.flatMap((name) => verbs.map((verb) => `${verb} ${group}/${name}`))),
  );
  const asked = new Set(api.asked.map(({ group, resource, verb }) => `${verb} ${group}/${resource}`));
  expect([...asked].sort()).toEqual([...allowed].sort());
  expect(asked.size).toBe(Object.keys(RESOURCES).length);
});

it('reads all of a namespace that the query names itself', async () => {
  api.holds(BROKEN);
  expect((await read('pods', { namespace: 'other', service: null })).fields).toMatchObject({ pods: 3, crashing: 1 });
  expect((await read('events', { namespace: 'other' })).fields).toMatchObject({ kinds: 2 });
  expect((await read('pods', { namespace: 'other', selector: 'app=mail' })).fields).toMatchObject({ pods: 1 });
  expect(api.asked[0]?.namespace).toBe('other');
});

it('cannot be led to another path by a namespace', async () => {
  api.holds(BROKEN);
  await read('pods', { namespace: 'a/../../secrets' });
  expect(api.calls[0]?.path).toMatch(/^\/api\/v1\/namespaces\/a%2F\.\.%2F\.\.%2Fsecrets\/pods\?/);
});

it('says that no namespace is known', async () => {
  await expect(read('pods', { service: null })).rejects.toMatchObject({
    code: 'source_query_rejected',
    hint: expect.stringContaining('kubernetes entry in the services file'),
  });
});

it('reads lists page by page, and begins anew once where a list has expired', async () => {
  const many = Array.from({ length: 7 }, (_, index) => pod({ name: `web-${index}` }));
  api.holds({ pods: many }, { pageSize: 2 });
  expect((await read('pods')).fields.pods).toBe(7);
  expect(api.calls).toHaveLength(4);
  api.holds({ pods: many }, { pageSize: 2, expired: 1 });
  expect((await read('pods')).fields.pods).toBe(7);
  api.holds({ pods: many }, { pageSize: 2, expired: 9 });
  expect(await failure('pods')).toMatchObject({ status: 410 });
});

it('stops at so many pages, says so, and vouches for nothing', async () => {
  api.holds({ pods: Array.from({ length: 20 }, (_, index) => pod({ name: `web-${index}` })) }, { pageSize: 1 });
  const reading = await read('pods');
  expect(reading).toMatchObject({ fields: { pods: 8 }, facts: [], evidence: ['only the first 8 pods were read'] });
});

it('reads no more of a list that ignores the limit of a page', async () => {
  const service = await startScriptedService();
  service.answers({ status: 200, body: { items: Array.from({ length: 200_000 }, () => ({})) } });
  const list = createKubernetes({ name: 'prod', url: service.url, caFile: null, secret });
  const reading = await list({ from: 'kubernetes', source: null, check: 'pods', namespace: null, selector: null }, context, signal);
  await service.stop();
  expect(reading.evidence).toContain('only the first 250 pods were read');
});

it.each([
  ['pods', 'pods', '{apiGroups: [""], resources: ["pods"], verbs: ["list"]} to a Role in the namespace shop, or a ClusterRole,'],
  ['rollouts', 'replicasets', '{apiGroups: ["apps"], resources: ["replicasets"], verbs: ["list"]}'],
  ['nodes', 'nodes', '{apiGroups: [""], resources: ["nodes"], verbs: ["get"]} to a ClusterRole bound'],
  ['autoscalers', 'horizontalpodautoscalers', '{apiGroups: ["autoscaling"], resources: ["horizontalpodautoscalers"], verbs: ["list"]}'],
] as const)('says which rule %s lacks', async (check, resource, rule) => {
  api.holds(BROKEN, { forbidden: [resource] });
  const error = await failure(check);
  expect(error).toMatchObject({ code: 'source_refused', status: 403, hint: expect.stringContaining(rule) });
  expect(error?.message).toContain(`Kubernetes prod at ${api.url}: HTTP 403 (${resource}`);
});

it('finds a namespace without anything in it', async () => {
  api.holds({});
  expect(await read('pods')).toMatchObject({ fields: { pods: 0 }, facts: [], evidence: ['no pod in namespace shop with app=web'] });
  expect(await read('rollouts')).toMatchObject({ fields: { workloads: 0 }, facts: [] });
  expect(await read('nodes')).toMatchObject({ fields: { nodes: 0 }, facts: [] });
});

it('reports a node that has left', async () => {
  api.holds({ ...BROKEN, nodes: [] });
  expect(await read('nodes')).toMatchObject({ fields: { unhealthy: 1 }, evidence: ['node-1 is no longer part of the cluster'] });
});

it('rejects an answer that is no list', async () => {
  api.answers({ status: 200, body: { fine: true } });
  expect(await failure('pods')).toMatchObject({
    code: 'source_answer_unreadable',
    message: expect.stringContaining('is not a list of pods'),
  });
});
