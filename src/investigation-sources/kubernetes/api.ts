import type { Listed } from '../../incident/investigation/sources/kubernetes/place';
import { at, listAt, nameAt } from '../../incident/investigation/sources/kubernetes/read-fields';
import { SourceError } from '../source-error';
import type { SourceClient } from '../source-http';

/** A page stays far below what an answer may hold, whatever the size of a pod. */
const PAGE_SIZE = 250;
const MAX_PAGES = 8;
const GONE = 410;
const FORBIDDEN = 403;
const NOT_FOUND = 404;

/** A kind of object, as the API names it. */
export interface Resource {
  /** Empty for the core. */
  readonly group: string;
  readonly version: string;
  readonly name: string;
}
const core = (name: string): Resource => ({ group: '', version: 'v1', name });
const apps = (name: string): Resource => ({ group: 'apps', version: 'v1', name });

/** Everything that is read. `deploy/kubernetes-rbac.yaml` allows exactly this. */
export const RESOURCES = {
  pods: core('pods'),
  events: core('events'),
  nodes: core('nodes'),
  deployments: apps('deployments'),
  statefulSets: apps('statefulsets'),
  daemonSets: apps('daemonsets'),
  replicaSets: apps('replicasets'),
  controllerRevisions: apps('controllerrevisions'),
  autoscalers: { group: 'autoscaling', version: 'v2', name: 'horizontalpodautoscalers' },
} as const satisfies Readonly<Record<string, Resource>>;

export interface Selection {
  readonly namespace: string;
  readonly labels?: string | null;
  readonly fields?: string;
}

export interface KubernetesApi {
  /** At most a few thousand objects; the answer says whether there are more. */
  list(resource: Resource, selection: Selection, signal: AbortSignal): Promise<Listed>;
  /** Null if there is no such object. */
  get(resource: Resource, name: string, signal: AbortSignal): Promise<unknown>;
}

export function createKubernetesApi(client: SourceClient): KubernetesApi {
  const pages = async (resource: Resource, { namespace, labels, fields }: Selection, signal: AbortSignal): Promise<Listed> => {
    const items: unknown[] = [];
    let next: string | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const answer = await client.ask(
        {
          path: `${pathOf(resource)}/namespaces/${encodeURIComponent(namespace)}/${resource.name}`,
          query: { limit: PAGE_SIZE, labelSelector: labels ?? undefined, fieldSelector: fields, continue: next },
          remedyFor: (status) => remedyFor(status, resource, 'list', namespace),
        },
        signal,
      );
      if (!Array.isArray(at(answer, 'items'))) throw unreadable(client, resource);
      const listed = listAt(answer, 'items');
      // What ignores the limit of a page may answer with any number of objects.
      items.push(...listed.slice(0, PAGE_SIZE));
      next = nameAt(answer, 'metadata', 'continue') || undefined;
      if (listed.length > PAGE_SIZE) return { items, complete: false };
      if (next === undefined) return { items, complete: true };
    }
    return { items, complete: false };
  };
  return {
    async list(resource, selection, signal) {
      try {
        return await pages(resource, selection, signal);
      } catch (error) {
        // The list that the pages belong to has expired meanwhile, so a new one is begun; it must not go on like that forever.
        if (!(error instanceof SourceError) || error.status !== GONE) throw error;
        return pages(resource, selection, signal);
      }
    },
    async get(resource, name, signal) {
      try {
        return await client.ask(
          {
            path: `${pathOf(resource)}/${resource.name}/${encodeURIComponent(name)}`,
            remedyFor: (status) => remedyFor(status, resource, 'get', null),
          },
          signal,
        );
      } catch (error) {
        if (error instanceof SourceError && error.status === NOT_FOUND) return null;
        throw error;
      }
    },
  };
}

function pathOf({ group, version }: Resource): string {
  return group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
}

function remedyFor(status: number, { group, version, name }: Resource, verb: 'list' | 'get', namespace: string | null): string | null {
  if (status === FORBIDDEN) {
    const where = namespace === null ? 'a ClusterRole' : `a Role in the namespace ${namespace}, or a ClusterRole,`;
    const rule = `{apiGroups: ["${group}"], resources: ["${name}"], verbs: ["${verb}"]}`;
    return `Its service account may not ${verb} ${name}. Add the rule ${rule} to ${where} bound to it; deploy/kubernetes-rbac.yaml has all rules.`;
  }
  if (status === NOT_FOUND)
    return `Check its url. The cluster does not serve ${group === '' ? version : `${group}/${version}`}, which Kubernetes has since 1.23.`;
  return null;
}

function unreadable({ label }: SourceClient, { name }: Resource): SourceError {
  return new SourceError(
    'source_answer_unreadable',
    `${label}: the answer is not a list of ${name}`,
    'Check that its url is the address of the API server.',
  );
}
