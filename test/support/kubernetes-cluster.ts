import { type Answer, type ServiceCall, startScriptedService } from './scripted-service';

type Json = Record<string, unknown>;

interface ReplicaSetState {
  revision: number;
  template: Json;
}

const REVISION = 'deployment.kubernetes.io/revision';

/**
 * A stand-in for an API server with one Deployment, shop/web, and for the controller that gives each new template a revision. It
 * holds state, versions of objects and generations, merges as strategic merge patches do where the tests need it, and answers 409
 * to a patch of an older version, in the shapes of the real one.
 */
export async function startKubernetesCluster() {
  const service = await startScriptedService();
  const initial = () => ({
    version: 100,
    generation: 4,
    uid: 'uid-web',
    exists: true,
    spec: { replicas: 3, paused: false, template: templateOf('shop:1.4') } as Json & { replicas: number; paused: boolean; template: Json },
    annotations: {} as Record<string, string>,
    replicaSets: [
      { revision: 1, template: templateOf('shop:1.3') },
      { revision: 2, template: templateOf('shop:1.4') },
    ] as ReplicaSetState[],
    autoscaled: false,
    /** Permissions that the account lacks: `patch deployments`. */
    forbidden: [] as string[],
    /** What happens before or after the next patches. */
    faults: [] as ('cut after' | 'fail before' | 'status before' | 'deploy before')[],
    patches: 0,
  });
  let state = initial();
  const deployment = () => ({
    kind: 'Deployment',
    metadata: {
      name: 'web',
      uid: state.uid,
      resourceVersion: String(state.version),
      generation: state.generation,
      annotations: { ...state.annotations, [REVISION]: String(Math.max(...state.replicaSets.map(({ revision }) => revision))) },
    },
    spec: { ...state.spec, selector: { matchLabels: { app: 'web' } } },
  });
  /** What the controller does with a template: it reuses the ReplicaSet that has it, under a new revision. */
  const roll = (template: Json): void => {
    const next = Math.max(...state.replicaSets.map(({ revision }) => revision)) + 1;
    const same = state.replicaSets.find((one) => JSON.stringify(one.template) === JSON.stringify(template));
    if (same === undefined) state.replicaSets.push({ revision: next, template });
    else same.revision = next;
  };
  const change = (spec: Json): void => {
    state.version += 1;
    state.generation += 1;
    state.spec = { ...state.spec, ...spec };
    if (spec.template !== undefined) roll(state.spec.template);
  };
  const patch = (body: Json): Answer => {
    const metadata = body.metadata as { resourceVersion?: string; annotations?: Record<string, string> };
    if (metadata.resourceVersion !== String(state.version)) return refusal(409, 'Conflict', 'the object has been modified');
    const { template, ...rest } = body.spec as Json & { template?: Json };
    change({ ...rest, ...(template === undefined ? {} : { template: merged(state.spec.template, template) }) });
    state.annotations = { ...state.annotations, ...metadata.annotations };
    state.patches += 1;
    return { status: 200, body: deployment() };
  };
  const answer = ({ method, path, body, headers }: ServiceCall, cut: () => void): Answer | undefined => {
    const { pathname } = new URL(path, 'http://cluster');
    const [, namespace, resource = '', name] = /\/namespaces\/([^/]+)\/([^/]+)(?:\/([^/]+))?$/.exec(pathname) ?? [];
    const verb = method === 'PATCH' ? 'patch' : name === undefined ? 'list' : 'get';
    if (pathname.endsWith('/selfsubjectaccessreviews')) {
      const { verb, resource } = (JSON.parse(body) as { spec: { resourceAttributes: Record<string, string> } }).spec.resourceAttributes;
      return { status: 201, body: { status: { allowed: !state.forbidden.includes(`${verb} ${resource}`) } } };
    }
    if (state.forbidden.includes(`${verb} ${resource}`)) return refusal(403, 'Forbidden', `${resource} is forbidden: cannot ${verb}`);
    if (resource === 'replicasets') return listed(state.replicaSets.map(replicaSet));
    if (resource === 'horizontalpodautoscalers') return listed(state.autoscaled ? [AUTOSCALER] : []);
    if (!state.exists || namespace !== 'shop' || name !== 'web') return refusal(404, 'NotFound', 'deployments.apps not found');
    if (verb === 'get') return { status: 200, body: deployment() };
    if (headers['content-type'] !== 'application/strategic-merge-patch+json') return refusal(415, 'UnsupportedMediaType', 'no');
    const fault = state.faults.shift();
    if (fault === 'fail before') return refusal(503, 'ServiceUnavailable', 'etcd has no leader');
    if (fault === 'status before') state.version += 1;
    if (fault === 'deploy before') change({ template: templateOf('shop:1.5') });
    const given = patch(JSON.parse(body) as Json);
    if (fault !== 'cut after') return given;
    cut();
    return undefined;
  };
  service.answers((call, outgoing) => answer(call, () => outgoing.destroy()));
  return {
    url: service.url,
    calls: service.calls,
    stop: service.stop,
    get state() {
      return state;
    },
    reset(given: Partial<ReturnType<typeof initial>> = {}) {
      state = { ...initial(), ...given };
    },
    /** What somebody else does meanwhile. */
    change,
    image: (): unknown => ((state.spec.template.spec as Json).containers as Json[])[0]?.image,
  };
}

export function templateOf(image: string): Json {
  return {
    metadata: { labels: { app: 'web' } },
    spec: { containers: [{ name: 'app', image, env: [{ name: 'KEY', value: 'canary-4711' }] }] },
  };
}

const AUTOSCALER = { metadata: { name: 'web-hpa' }, spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' } } };

function replicaSet({ revision, template }: ReplicaSetState): object {
  const labels = { ...(template.metadata as { labels: object }).labels, 'pod-template-hash': `hash${revision}` };
  return {
    metadata: {
      name: `web-${revision}`,
      annotations: { [REVISION]: String(revision) },
      ownerReferences: [{ kind: 'Deployment', name: 'web', controller: true }],
    },
    spec: { template: { ...template, metadata: { ...(template.metadata as object), labels } } },
  };
}

/** As far as these patches go: maps are merged, unless they are to be replaced. */
function merged(before: Json, { $patch, ...patch }: Json): Json {
  if ($patch === 'replace') return patch;
  const isMap = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
  const after: Json = { ...before };
  for (const [key, value] of Object.entries(patch)) after[key] = isMap(value) ? merged(isMap(after[key]) ? after[key] : {}, value) : value;
  return after;
}

const listed = (items: readonly object[]): Answer => ({ status: 200, body: { kind: 'List', metadata: { resourceVersion: '1' }, items } });

function refusal(code: number, reason: string, message: string): Answer {
  return { status: code, body: { kind: 'Status', status: 'Failure', message: `${message} canary-4711`, reason, code } };
}
