import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { createDeploymentChanges } from '../../../src/deployment-changes/deployment-changes';
import { PERMISSIONS } from '../../../src/deployment-changes/permissions';
import { type Change, ChangeError, type PreparedChange } from '../../../src/deployment-changes/port';
import type { KubernetesStep, KubernetesVerb } from '../../../src/incident/model/actions/action';
import { startKubernetesCluster, templateOf } from '../../support/kubernetes-cluster';

const { signal } = new AbortController();
const secret = { value: () => 'service-account-token', refresh: () => 'service-account-token' };
let cluster: Awaited<ReturnType<typeof startKubernetesCluster>>;
let changes: ReturnType<typeof createDeploymentChanges>;
beforeAll(async () => {
  cluster = await startKubernetesCluster();
  changes = createDeploymentChanges([{ name: 'prod', url: cluster.url, caFile: null, secret }], () => new Date('2026-11-28T10:00:00Z'));
});
beforeEach(() => cluster.reset());
afterAll(() => cluster.stop());

const step = (verb: KubernetesVerb, given: Partial<KubernetesStep> = {}): KubernetesStep => ({
  runs: 'kubernetes',
  source: 'prod',
  verb,
  namespace: 'shop',
  deployment: 'web',
  timeoutMs: 30_000,
  ...(verb === 'scale' ? { replicas: 6 } : {}),
  ...given,
});
const does = (verb: KubernetesVerb, given: Partial<KubernetesStep> = {}): Change => ({
  step: step(verb, given),
  proposalId: 'P-0123456789',
  isRollback: false,
  undoes: null,
});
async function prepared(change: Change): Promise<PreparedChange> {
  const given = await changes.prepare(change, signal);
  if (given.kind !== 'prepared') throw new Error(given.problem.message);
  return given.prepared;
}
const codeOf = async (given: Promise<{ kind: string; problem?: { code: string } }>): Promise<string> => {
  const { kind, problem } = await given;
  return problem?.code ?? kind;
};
const apply = (change: Change, with_: PreparedChange, may = true) => changes.apply(change, with_, may, signal);
async function applied(verb: KubernetesVerb): Promise<{ change: Change; before: PreparedChange }> {
  const change = does(verb);
  const before = await prepared(change);
  expect(await apply(change, before)).toEqual({ kind: 'succeeded' });
  return { change, before };
}
const undoing = ({ change, before }: { change: Change; before: PreparedChange }): Change => ({
  ...change,
  step: step('restore'),
  isRollback: true,
  undoes: { step: change.step, before },
});

it('restarts as kubectl does, and marks the Deployment with the proposal', async () => {
  await applied('restart');
  expect(cluster.state.annotations).toEqual({ 'incident-response/proposal': 'P-0123456789' });
  expect(cluster.state.spec.template).toEqual({
    ...templateOf('shop:1.4'),
    metadata: { labels: { app: 'web' }, annotations: { 'kubectl.kubernetes.io/restartedAt': '2026-11-28T10:00:00.000Z' } },
  });
  expect(cluster.state.spec.replicas).toBe(3);
});

it('scales, and nothing else', async () => {
  await applied('scale');
  expect(cluster.state.spec).toMatchObject({ replicas: 6, template: templateOf('shop:1.4') });
});

it('goes back to the previous revision, without what the ReplicaSet added', async () => {
  await applied('undo');
  expect(cluster.state.spec.template).toEqual(templateOf('shop:1.3'));
});

it.each(['restart', 'scale', 'undo'] as const)('puts back what was there before %s', async (verb) => {
  const done = await applied(verb);
  const rollback = undoing(done);
  const again = await prepared(rollback);
  expect(await apply(rollback, again)).toEqual({ kind: 'succeeded' });
  expect(cluster.state.spec.replicas).toBe(3);
  // Merged, it would still have the annotation of the restart.
  expect(cluster.state.spec.template).toEqual(templateOf('shop:1.4'));
  expect(cluster.state.annotations['incident-response/proposal']).toBe('P-0123456789 rollback');
});

it.each(['restart', 'scale', 'undo'] as const)('applies %s once, however often it is tried', async (verb) => {
  const { change, before } = await applied(verb);
  expect(await apply(change, before)).toEqual({ kind: 'succeeded' });
  expect(await apply(change, before, false)).toEqual({ kind: 'succeeded' });
  expect(cluster.state.patches).toBe(1);
});

it('knows that a change was applied whose answer was lost', async () => {
  const change = does('restart');
  const before = await prepared(change);
  cluster.state.faults.push('cut after');
  await expect(apply(change, before)).resolves.toEqual({ kind: 'succeeded' });
  expect(cluster.state.patches).toBe(1);
});

it('tries again where the cluster may not have applied it, and can tell afterwards', async () => {
  const change = does('scale');
  const before = await prepared(change);
  cluster.state.faults.push('fail before');
  await expect(apply(change, before)).rejects.toBeInstanceOf(ChangeError);
  expect(cluster.state.patches).toBe(0);
  await expect(apply(change, before)).resolves.toEqual({ kind: 'succeeded' });
});

it('is not put off by pods that come and go, but by any change of what is wanted', async () => {
  const change = does('scale');
  const before = await prepared(change);
  cluster.state.faults.push('status before', 'status before');
  await expect(apply(change, before)).resolves.toEqual({ kind: 'succeeded' });
  cluster.reset();
  cluster.state.faults.push('deploy before');
  expect(await codeOf(apply(change, await prepared(change)))).toBe('changed_meanwhile');
  expect(cluster.image()).toBe('shop:1.5');
  expect(cluster.state.patches).toBe(0);
});

it('does not change a Deployment that was changed, or made anew, since it was prepared', async () => {
  const change = does('restart');
  const before = await prepared(change);
  cluster.change({ replicas: 2 });
  expect(await codeOf(apply(change, before))).toBe('changed_meanwhile');
  cluster.reset({ uid: 'uid-other' });
  expect(await codeOf(apply(change, before))).toBe('changed_meanwhile');
  expect(cluster.state.patches).toBe(0);
});

it('does nothing that it may not do any more', async () => {
  const change = does('restart');
  const before = await prepared(change);
  expect(await codeOf(apply(change, before, false))).toBe('changed_meanwhile');
  expect(cluster.state.patches).toBe(0);
});

it.each([
  ['restart', { exists: false }, 'deployment_missing'],
  ['restart', { spec: { replicas: 3, paused: true, template: templateOf('shop:1.4') } }, 'deployment_paused'],
  ['scale', { autoscaled: true }, 'autoscaled'],
  ['scale', { spec: { replicas: 6, paused: false, template: templateOf('shop:1.4') } }, 'nothing_to_change'],
  ['undo', { replicaSets: [{ revision: 2, template: templateOf('shop:1.4') }] }, 'revision_missing'],
] as const)('does not prepare %s if it is not possible: %j', async (verb, given, code) => {
  cluster.reset(given as never);
  expect(await codeOf(changes.prepare(does(verb), signal))).toBe(code);
});

it('does not put anything back over what somebody else has done since', async () => {
  const restarted = await applied('restart');
  cluster.change({ template: templateOf('shop:1.5') });
  expect(await codeOf(changes.prepare(undoing(restarted), signal))).toBe('changed_meanwhile');
  cluster.reset();
  const scaled = await applied('scale');
  cluster.change({ replicas: 4 });
  expect(await codeOf(changes.prepare(undoing(scaled), signal))).toBe('changed_meanwhile');
  cluster.reset();
  const other = await applied('restart');
  cluster.state.annotations['incident-response/proposal'] = 'P-ffffffffff';
  expect(await codeOf(changes.prepare(undoing(other), signal))).toBe('changed_meanwhile');
});

it.each([
  ['restart', 'get deployments'],
  ['restart', 'patch deployments'],
  ['undo', 'list replicasets'],
  ['scale', 'list horizontalpodautoscalers'],
] as const)('names the rule that %s lacks: %s', async (verb, permission) => {
  cluster.state.forbidden.push(permission);
  const change = does(verb);
  const given = await changes.prepare(change, signal);
  const end = given.kind === 'prepared' ? await apply(change, given.prepared) : given;
  const [does_, resource] = permission.split(' ');
  const group = resource === 'horizontalpodautoscalers' ? 'autoscaling' : 'apps';
  expect(end).toMatchObject({
    kind: 'notRun',
    problem: {
      code: 'permission_missing',
      mend: expect.stringContaining(
        `{apiGroups: ["${group}"], resources: ["${resource}"], verbs: ["${does_}"]} to a Role in the namespace shop`,
      ),
    },
  });
});

it('says which rules are lacking, by the cluster’s own word', async () => {
  expect(await changes.lacking('prod', 'shop', signal)).toEqual([]);
  cluster.state.forbidden.push('patch deployments', 'list replicasets');
  expect(await changes.lacking('prod', 'shop', signal)).toEqual([
    '{apiGroups: ["apps"], resources: ["deployments"], verbs: ["patch"]}',
    '{apiGroups: ["apps"], resources: ["replicasets"], verbs: ["list"]}',
  ]);
});

it('hands over no template, and quotes nothing of the cluster', async () => {
  const said: unknown[] = [];
  for (const verb of ['restart', 'scale', 'undo'] as const) {
    for (const forbidden of [[], ['patch deployments'], ['list replicasets']]) {
      cluster.reset({ forbidden });
      const change = does(verb);
      const given = await changes.prepare(change, signal);
      said.push(given, given.kind === 'prepared' ? await apply(change, given.prepared) : null);
    }
  }
  cluster.reset({ faults: ['fail before'] });
  said.push(await apply(does('restart'), await prepared(does('restart'))).catch((error: ChangeError) => `${error.message} ${error.hint}`));
  expect(JSON.stringify(said)).not.toContain('canary');
});

it('needs exactly what the manifest in deploy allows', () => {
  const [role] = parseAllDocuments(readFileSync(join(__dirname, '..', '..', '..', 'deploy', 'kubernetes-actions-rbac.yaml'), 'utf8')).map(
    (document) => document.toJS() as { kind: string; rules: { apiGroups: string[]; resources: string[]; verbs: string[] }[] },
  );
  const allowed = role?.rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) => resources.flatMap((resource) => verbs.map((verb) => ({ group, resource, verb })))),
  );
  expect(allowed).toEqual(Object.values(PERMISSIONS));
});

it('says that a source is not configured here', async () => {
  expect(await codeOf(changes.prepare(does('restart', { source: 'other' }), signal))).toBe('source_missing');
});
