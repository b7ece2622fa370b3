import {
  type Deployment,
  markOf,
  NOT_CHANGED,
  patchFor,
  readDeployment,
  revisionsOf,
  scales,
  type Wanted,
} from '../incident/actions/steps/deployment-change';
import { nameAt } from '../incident/investigation/sources/kubernetes/read-fields';
import type { Problem } from '../incident/model/plan';
import { assertNever } from '../incident/text/assert-never';
import { createKubernetesApi, type KubernetesApi, RESOURCES } from '../investigation-sources/kubernetes/api';
import type { KubernetesSettings } from '../investigation-sources/kubernetes/kubernetes';
import { SourceError } from '../investigation-sources/source-error';
import { bearer, createSourceClient, type SourceClient } from '../investigation-sources/source-http';
import { lackingRules, PERMISSIONS, type Permission, ruleWords } from './permissions';
import { type Applied, type Change, ChangeError, type DeploymentChanges, type Prepared, type PreparedChange } from './port';

/** What an attempt may find changed by the cluster itself, such as the status of a Deployment whose pods come and go. */
const TRIES = 5;

interface Cluster {
  readonly client: SourceClient;
  readonly api: KubernetesApi;
}

/** Refused for certain, with what to say. */
class NotChanged extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
  }
}

/** Changes of Deployments by the configured Kubernetes sources, with the same accounts that investigations read with. */
export function createDeploymentChanges(sources: readonly KubernetesSettings[], now: () => Date): DeploymentChanges {
  const clusters = new Map(sources.map(({ name, ...address }) => [name, clusterOf(name, address)]));
  const clusterNamed = (name: string): Cluster => {
    const cluster = clusters.get(name);
    if (cluster === undefined) throw new NotChanged(noSource(name));
    return cluster;
  };
  return {
    prepare: (change, signal) =>
      orNotRun(async (): Promise<Prepared> => {
        const cluster = clusterNamed(change.step.source);
        const found = await read(cluster, change, signal);
        await checkPossible(cluster, change, found, signal);
        const { uid, generation, replicas, revision } = found;
        return { kind: 'prepared', prepared: { runs: 'kubernetes', uid, generation, replicas, revision } };
      }),
    apply: (change, prepared, may, signal) =>
      orNotRun(() => apply(clusterNamed(change.step.source), change, prepared, { may, now, signal })),
    lacking: async (source, namespace, signal) => lackingRules(clusterNamed(source).client, namespace, signal),
  };
}

function clusterOf(name: string, address: Omit<KubernetesSettings, 'name'>): Cluster {
  const client = createSourceClient({ name: `Kubernetes ${name}`, ...address, authorize: bearer });
  return { client, api: createKubernetesApi(client) };
}

const noSource = (name: string): Problem => ({
  code: 'source_missing',
  message: `this worker has no Kubernetes source named ${name}, so nothing was changed`,
  mend: 'Give all workers that run probes the same dataSources.',
});

async function orNotRun<Answer>(work: () => Promise<Answer>): Promise<Answer | { readonly kind: 'notRun'; readonly problem: Problem }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NotChanged) return { kind: 'notRun', problem: error.problem };
    throw error;
  }
}

/** What a refusal of the cluster means. Its own words are not quoted: they may repeat what is in a template. */
async function asked<Answer>(permission: Permission, { step }: Change, { client }: Cluster, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const { status, code } = error;
    const isCertain = status !== undefined && status >= 400 && status < 500 && status !== 408 && status !== 409 && status !== 429;
    if (!isCertain) {
      const what = status === undefined ? `no answer (${code})` : `HTTP ${status}`;
      throw new ChangeError(`${client.label}: ${what} to ${permission.verb} ${permission.resource}`, { cause: error, hint: error.hint });
    }
    if (status === 404) throw new NotChanged(NOT_CHANGED.missing(step));
    const message = `${client.label} refuses to ${permission.verb} ${permission.resource} in the namespace ${step.namespace} (HTTP ${status}), so nothing was changed`;
    const mend = status === 403 ? ruleWords(permission, step.namespace) : 'Check the secret of the source, and the Deployment itself.';
    throw new NotChanged({ code: status === 403 ? 'permission_missing' : 'change_refused', message, mend });
  }
}

async function read(cluster: Cluster, change: Change, signal: AbortSignal): Promise<Deployment> {
  const object = await asked(PERMISSIONS.get, change, cluster, () => cluster.client.ask({ path: pathOf(change) }, signal));
  const found = readDeployment(object);
  if (found !== null) return found;
  throw new ChangeError(`${cluster.client.label}: the answer is no Deployment`, {
    hint: 'Check that its url is the address of the API server.',
  });
}

const pathOf = ({ step: { namespace, deployment } }: Change): string =>
  `/apis/apps/v1/namespaces/${encodeURIComponent(namespace)}/deployments/${encodeURIComponent(deployment)}`;

/** @throws NotChanged if the change is not possible, or would undo what somebody else has done. */
async function checkPossible(cluster: Cluster, change: Change, found: Deployment, signal: AbortSignal): Promise<void> {
  const { step, proposalId, undoes } = change;
  if (found.isPaused) throw new NotChanged(NOT_CHANGED.paused(step));
  // Prepared anew after the change was applied, which another attempt finds out.
  if (found.mark === markOf(proposalId, change.isRollback)) return;
  const changesReplicas = step.verb === 'scale' || (step.verb === 'restore' && undoes?.step.verb === 'scale');
  if (changesReplicas) await refuseAutoscaled(cluster, change, signal);
  if (step.verb === 'scale' && found.replicas === step.replicas) throw new NotChanged(NOT_CHANGED.same(step));
  if (step.verb === 'restore') refuseForeign(change, found);
  if (step.verb === 'undo' || (step.verb === 'restore' && !changesReplicas)) await wantedOf(cluster, change, found, new Date(0), signal);
}

async function refuseAutoscaled(cluster: Cluster, change: Change, signal: AbortSignal): Promise<void> {
  const { namespace, deployment } = change.step;
  const { items } = await asked(PERMISSIONS.autoscalers, change, cluster, () =>
    cluster.api.list(RESOURCES.autoscalers, { namespace }, signal),
  );
  const own = items.find((autoscaler) => scales(autoscaler, deployment));
  if (own !== undefined) throw new NotChanged(NOT_CHANGED.autoscaled(change.step, nameAt(own, 'metadata', 'name')));
}

/** What was changed after the action must not be overwritten by putting back what was there before it. */
function refuseForeign({ step, proposalId, undoes }: Change, found: Deployment): void {
  const isMarked = undoes !== null && found.uid === undoes.before.uid && found.mark === markOf(proposalId, false);
  if (!isMarked) throw new NotChanged(NOT_CHANGED.notOurs(step));
  const { before } = undoes;
  if (undoes.step.verb === 'scale') {
    if (found.replicas !== undoes.step.replicas) throw new NotChanged(NOT_CHANGED.notOurs(step));
    return;
  }
  if (before.revision === null) throw new NotChanged(NOT_CHANGED.noRevision(step));
  // The controller may not have got to the action's own revision yet.
  const since = Number(found.revision) - Number(before.revision);
  if (since !== 0 && since !== 1) throw new NotChanged(NOT_CHANGED.notOurs(step));
}

async function wantedOf(cluster: Cluster, change: Change, found: Deployment, now: Date, signal: AbortSignal): Promise<Wanted> {
  const { step, undoes } = change;
  switch (step.verb) {
    case 'restart':
      return { restartedAt: now.toISOString() };
    case 'scale':
      return { replicas: step.replicas ?? found.replicas };
    case 'undo':
      return templateBefore(cluster, change, found, Number(found.revision) - 1, signal);
    case 'restore':
      if (undoes?.step.verb === 'scale') return { replicas: undoes.before.replicas };
      return templateBefore(cluster, change, found, Number(undoes?.before.revision), signal);
    default:
      return assertNever(step.verb);
  }
}

/** The template of this revision; for `undo`, of the newest one before it that is still remembered. */
async function templateBefore(
  cluster: Cluster,
  change: Change,
  { selector }: Deployment,
  revision: number,
  signal: AbortSignal,
): Promise<Wanted> {
  const { namespace, deployment, verb } = change.step;
  const { items } = await asked(PERMISSIONS.replicaSets, change, cluster, () =>
    cluster.api.list(RESOURCES.replicaSets, { namespace, labels: selector }, signal),
  );
  const wanted = revisionsOf(items, deployment).find(({ number }) => (verb === 'undo' ? number <= revision : number === revision));
  if (wanted === undefined) throw new NotChanged(NOT_CHANGED.noRevision(change.step));
  return { template: wanted.template };
}

async function apply(
  cluster: Cluster,
  change: Change,
  prepared: PreparedChange,
  { may, now, signal }: { readonly may: boolean; readonly now: () => Date; readonly signal: AbortSignal },
): Promise<Applied> {
  const { step } = change;
  const mark = markOf(change.proposalId, change.isRollback);
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const found = await read(cluster, change, signal);
    if (found.uid === prepared.uid && found.mark === mark) return { kind: 'succeeded' };
    if (!may || found.uid !== prepared.uid || found.generation !== prepared.generation) throw new NotChanged(NOT_CHANGED.changed(step));
    if (found.isPaused) throw new NotChanged(NOT_CHANGED.paused(step));
    const wanted = await wantedOf(cluster, change, found, now(), signal);
    const patch = patchFor(wanted, mark, found.resourceVersion);
    const isApplied = await asked(PERMISSIONS.patch, change, cluster, () => patched(cluster, pathOf(change), patch, signal));
    if (isApplied) return { kind: 'succeeded' };
  }
  throw new ChangeError(`${cluster.client.label}: the Deployment ${step.namespace}/${step.deployment} changes too often to be changed`, {
    hint: 'Look at what keeps changing it.',
  });
}

/** False if the Deployment was changed between being read and this. */
async function patched({ client }: Cluster, path: string, patch: object, signal: AbortSignal): Promise<boolean> {
  try {
    await client.ask({ path, body: { patch } }, signal);
    return true;
  } catch (error) {
    if (error instanceof SourceError && error.status === 409) return false;
    throw error;
  }
}
