import { at } from '../incident/investigation/sources/kubernetes/read-fields';
import type { SourceClient } from '../investigation-sources/source-http';

/** The parts of a rule of a Role. */
export interface Permission {
  readonly group: string;
  readonly resource: string;
  readonly verb: string;
}

/** Everything that changes need. `deploy/kubernetes-actions-rbac.yaml` allows exactly this. */
export const PERMISSIONS = {
  get: { group: 'apps', resource: 'deployments', verb: 'get' },
  patch: { group: 'apps', resource: 'deployments', verb: 'patch' },
  replicaSets: { group: 'apps', resource: 'replicasets', verb: 'list' },
  autoscalers: { group: 'autoscaling', resource: 'horizontalpodautoscalers', verb: 'list' },
} as const satisfies Readonly<Record<string, Permission>>;

const ruleOf = ({ group, resource, verb }: Permission): string =>
  `{apiGroups: ["${group}"], resources: ["${resource}"], verbs: ["${verb}"]}`;

export function ruleWords(permission: Permission, namespace: string): string {
  return `Add the rule ${ruleOf(permission)} to a Role in the namespace ${namespace} that is bound to its service account; deploy/kubernetes-actions-rbac.yaml has all rules.`;
}

/**
 * The rules that the source's account lacks in a namespace, by what the cluster itself says.
 * https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/self-subject-access-review-v1/
 */
export async function lackingRules(client: SourceClient, namespace: string, signal: AbortSignal): Promise<readonly string[]> {
  const answers = await Promise.all(
    Object.values(PERMISSIONS).map(async (permission) => {
      const json = {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes: { namespace, ...permission } },
      };
      const answer = await client.ask({ path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', body: { json } }, signal);
      return at(answer, 'status', 'allowed') === true ? null : ruleOf(permission);
    }),
  );
  return answers.filter((rule) => rule !== null);
}
