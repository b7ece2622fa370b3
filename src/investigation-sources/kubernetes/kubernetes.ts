import type { Listed, Place } from '../../incident/investigation/sources/kubernetes/place';
import { readAutoscalers } from '../../incident/investigation/sources/kubernetes/read-autoscalers';
import { type EventNames, readEvents } from '../../incident/investigation/sources/kubernetes/read-events';
import { nodesOf, readNodes } from '../../incident/investigation/sources/kubernetes/read-nodes';
import { readPods } from '../../incident/investigation/sources/kubernetes/read-pods';
import { readOomKills, readRestarts } from '../../incident/investigation/sources/kubernetes/read-restarts';
import { readRollouts } from '../../incident/investigation/sources/kubernetes/read-rollouts';
import { WORKLOAD_KINDS, type WorkloadKind, workloadsOf } from '../../incident/investigation/sources/kubernetes/workload';
import type { Reading } from '../../incident/model/investigation/reading';
import type { KubernetesCheck } from '../../incident/model/investigation/source-query';
import { assertNever } from '../../incident/text/assert-never';
import type { ReadOfService, ServiceContext } from '../read-per-service';
import { SourceError } from '../source-error';
import { bearer, createSourceClient, type Secret } from '../source-http';
import { createKubernetesApi, type KubernetesApi, RESOURCES } from './api';

export interface KubernetesSettings {
  readonly name: string;
  readonly url: string;
  readonly caFile: string | null;
  /** The token of a service account. */
  readonly secret: Secret | null;
}

/** Pods of a service rarely run on more nodes. */
const MAX_NODES = 25;
const NODES_AT_ONCE = 5;
const RESOURCE_OF = { Deployment: RESOURCES.deployments, StatefulSet: RESOURCES.statefulSets, DaemonSet: RESOURCES.daemonSets } as const;

/**
 * The Kubernetes API, over plain HTTP: eight kinds of objects are listed and nodes are got. It reads only, and never follows a
 * watch: https://kubernetes.io/docs/reference/using-api/api-concepts/
 */
export function createKubernetes({ name, ...address }: KubernetesSettings): ReadOfService<'kubernetes'> {
  const api = createKubernetesApi(createSourceClient({ name: `Kubernetes ${name}`, ...address, authorize: bearer }));
  return async (query, context, signal) => {
    const place = placeOf(query, context);
    return readCheck(query.check, place, context, new Lists(api, place, signal));
  };
}

function placeOf(query: { readonly namespace: string | null; readonly selector: string | null }, { service }: ServiceContext): Place {
  const own = service?.kubernetes ?? null;
  const namespace = query.namespace ?? own?.namespace;
  if (namespace === undefined) {
    const hint = 'Give the probe a namespace, or the service its kubernetes entry in the services file.';
    throw new SourceError('source_query_rejected', 'the query names no namespace, and neither does its service', hint);
  }
  // A selector belongs to its own namespace.
  const selector = query.selector ?? (query.namespace === null ? (own?.selector ?? null) : null);
  return { service: service?.name ?? null, namespace, selector };
}

async function readCheck(check: KubernetesCheck, place: Place, context: ServiceContext, lists: Lists): Promise<Reading> {
  switch (check) {
    case 'pods':
      return readPods(place, await lists.pods(), context);
    case 'restarts':
      return readRestarts(place, await lists.pods(), context);
    case 'oomKills':
      return readOomKills(place, await lists.pods(), context);
    case 'events': {
      const [events, workloads] = await Promise.all([lists.events(), lists.workloads()]);
      return readEvents(place, events, namesOf(place, workloads), context);
    }
    case 'rollouts': {
      const [workloads, replicaSets, controllerRevisions] = await Promise.all([
        lists.workloads(),
        lists.of('replicaSets'),
        lists.of('controllerRevisions'),
      ]);
      return readRollouts(place, { workloads, replicaSets, controllerRevisions }, context);
    }
    case 'nodes': {
      const names = nodesOf(await lists.pods());
      return readNodes(place, names, await lists.nodes(names.slice(0, MAX_NODES)), context);
    }
    case 'autoscalers': {
      const [autoscalers, workloads] = await Promise.all([lists.all('autoscalers'), lists.workloads()]);
      const targets = WORKLOAD_KINDS.flatMap((kind) =>
        workloadsOf(kind, workloads[kind].items, place.selector).map(({ name }) => `${kind}/${name}`),
      );
      return readAutoscalers(place, autoscalers, place.selector === null ? null : targets);
    }
    default:
      return assertNever(check);
  }
}

function namesOf({ selector }: Place, workloads: Readonly<Record<WorkloadKind, Listed>>): EventNames | null {
  if (selector === null) return null;
  const named = (of: string | null) =>
    WORKLOAD_KINDS.flatMap((kind) => workloadsOf(kind, workloads[kind].items, of).map(({ name }) => name));
  return { own: named(selector), all: named(null) };
}

/** The lists of one place. */
class Lists {
  constructor(
    private readonly api: KubernetesApi,
    private readonly place: Place,
    private readonly signal: AbortSignal,
  ) {}

  pods(): Promise<Listed> {
    return this.of('pods');
  }

  events(): Promise<Listed> {
    return this.api.list(RESOURCES.events, { namespace: this.place.namespace, fields: 'type=Warning' }, this.signal);
  }

  /** Objects that carry the labels of their pods. */
  of(kind: 'pods' | 'replicaSets' | 'controllerRevisions'): Promise<Listed> {
    return this.api.list(RESOURCES[kind], { namespace: this.place.namespace, labels: this.place.selector }, this.signal);
  }

  all(kind: 'autoscalers'): Promise<Listed> {
    return this.api.list(RESOURCES[kind], { namespace: this.place.namespace }, this.signal);
  }

  /** All of the namespace: their own labels need not be those of their pods. */
  async workloads(): Promise<Readonly<Record<WorkloadKind, Listed>>> {
    const lists = await Promise.all(
      WORKLOAD_KINDS.map(
        async (kind) => [kind, await this.api.list(RESOURCE_OF[kind], { namespace: this.place.namespace }, this.signal)] as const,
      ),
    );
    return Object.fromEntries(lists) as Record<WorkloadKind, Listed>;
  }

  async nodes(names: readonly string[]): Promise<{ readonly name: string; readonly object: unknown }[]> {
    const nodes: { readonly name: string; readonly object: unknown }[] = [];
    for (let index = 0; index < names.length; index += NODES_AT_ONCE) {
      const some = names.slice(index, index + NODES_AT_ONCE);
      nodes.push(
        ...(await Promise.all(some.map(async (name) => ({ name, object: await this.api.get(RESOURCES.nodes, name, this.signal) })))),
      );
    }
    return nodes;
  }
}
