import { selects } from '../../src/incident/investigation/sources/kubernetes/selector';
import type { KubernetesObject } from './kubernetes-objects';
import { type Answer, startScriptedService } from './scripted-service';

type Objects = Readonly<Record<string, readonly KubernetesObject[]>>;

/** What was asked of the API: the parts of a rule of a role. */
export interface AskedOf {
  readonly group: string;
  readonly resource: string;
  readonly verb: 'list' | 'get';
  readonly namespace: string | null;
}

const NAMESPACED = /^\/(?:api\/v1|apis\/([^/]+)\/[^/]+)\/namespaces\/([^/]+)\/([^/]+)$/;
const CLUSTER = /^\/(?:api\/v1|apis\/([^/]+)\/[^/]+)\/([^/]+)\/([^/]+)$/;

/**
 * A stand-in for the Kubernetes API server: lists with selectors and pages, gets nodes, and refuses what it is told to, in the
 * shapes of the real one.
 */
export async function startKubernetesApi() {
  const service = await startScriptedService();
  let objects: Objects = {};
  let forbidden: readonly string[] = [];
  let pageSize = Number.POSITIVE_INFINITY;
  let expired = 0;
  const asked: AskedOf[] = [];
  const answer = (path: string): Answer => {
    const url = new URL(path, 'http://kubernetes');
    const list = NAMESPACED.exec(url.pathname);
    const one = CLUSTER.exec(url.pathname);
    const [, group = '', namespace = '', resource = ''] = list ?? [];
    if (list !== null) {
      asked.push({ group, resource, verb: 'list', namespace: decodeURIComponent(namespace) });
      if (forbidden.includes(resource))
        return refusal(
          403,
          'Forbidden',
          `${resource} is forbidden: User "system:serviceaccount:ops:incident" cannot list resource "${resource}"`,
        );
      return listOf(url, objects[resource] ?? []);
    }
    const [, ofGroup = '', kind = '', name = ''] = one ?? [];
    asked.push({ group: ofGroup, resource: kind, verb: 'get', namespace: null });
    if (forbidden.includes(kind)) return refusal(403, 'Forbidden', `${kind} "${name}" is forbidden`);
    const found = (objects[kind] ?? []).find(({ metadata }) => (metadata as { name?: string }).name === decodeURIComponent(name));
    return found === undefined ? refusal(404, 'NotFound', `${kind} "${name}" not found`) : { status: 200, body: found };
  };
  const listOf = (url: URL, all: readonly KubernetesObject[]): Answer => {
    const from = Number(url.searchParams.get('continue') ?? 0);
    if (from > 0 && expired > 0) {
      expired -= 1;
      return refusal(410, 'Expired', 'The provided continue parameter is too old');
    }
    const selector = url.searchParams.get('labelSelector');
    const isWarning = url.searchParams.get('fieldSelector') === 'type=Warning';
    const chosen = all.filter((object) => selects(selector, labelsOf(object)) && (!isWarning || object.type === 'Warning'));
    const size = Math.min(pageSize, Number(url.searchParams.get('limit') ?? Number.POSITIVE_INFINITY));
    const next = from + size < chosen.length ? { continue: String(from + size) } : {};
    return { status: 200, body: { kind: 'List', metadata: { resourceVersion: '1', ...next }, items: chosen.slice(from, from + size) } };
  };
  const serve = (): void => {
    asked.length = 0;
    service.answers(({ path }) => answer(path));
  };
  serve();
  return {
    ...service,
    asked,
    /** Objects by their resource, in every namespace. */
    holds(given: Objects, options: { readonly forbidden?: readonly string[]; readonly pageSize?: number; readonly expired?: number } = {}) {
      objects = given;
      forbidden = options.forbidden ?? [];
      pageSize = options.pageSize ?? Number.POSITIVE_INFINITY;
      expired = options.expired ?? 0;
      serve();
    },
  };
}

function labelsOf(object: KubernetesObject): Readonly<Record<string, string>> {
  return (object.metadata as { labels?: Record<string, string> }).labels ?? {};
}

function refusal(code: number, reason: string, message: string): Answer {
  return { status: code, body: { kind: 'Status', apiVersion: 'v1', status: 'Failure', message, reason, code } };
}
