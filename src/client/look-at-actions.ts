import type { Config } from '../config';
import type { DeploymentChanges } from '../deployment-changes/port';
import { declaredIn, isAllowed } from '../incident/actions/steps/resolve-action';
import { templatesIn } from '../incident/investigation/queries/templates';
import type { KubernetesChange } from '../incident/model/actions/action';
import type { Service } from '../incident/model/investigation/service';
import { type Runbook, TOOLS_IMAGE } from '../incident/model/runbook';
import { didYouMean } from '../incident/text/nearest-word';

const LIMIT_MS = 5_000;
/** Of one source; each namespace takes four questions. */
const MAX_NAMESPACES = 10;

type ActionsConfig = Pick<Config, 'actions' | 'approvalKey' | 'dataSourceNames'> & {
  readonly containers: Pick<Config['containers'], 'toolsImage' | 'secrets'>;
};

/**
 * Which actions are on, and whether they could run: there is a key for approvals, what they name is configured, and the cluster
 * lets them. @throws Error with a line for each problem
 */
export async function lookAtActions(
  runbooks: readonly Runbook[],
  services: readonly Service[],
  config: ActionsConfig,
  changes: () => Promise<Pick<DeploymentChanges, 'lacking'>>,
): Promise<string> {
  const { allow } = config.actions;
  const known = declaredIn(runbooks);
  const names = known.map(({ definition }) => definition.name);
  if (allow.length === 0) return `${known.length} known, and all of them off: actions.allow names none (${names.join(', ')})`;
  const on = known.filter((one) => isAllowed(one, allow));
  const unknown = allow.filter((name) => !on.some((one) => isAllowed(one, [name])));
  const steps = on.flatMap(({ definition: { name, does, rollback } }) =>
    [does, ...(rollback === null ? [] : [rollback])].map((step) => ({ name, step })),
  );
  const lacking = steps.flatMap(({ name, step }) => {
    if (step.runs === 'kubernetes') return [];
    const secret = step.secrets.find((one) => !Object.hasOwn(config.containers.secrets, one));
    return [
      ...(step.image === TOOLS_IMAGE && config.containers.toolsImage === null
        ? [`${name}: needs the tools image, which is not configured`]
        : []),
      ...(secret === undefined ? [] : [`${name}: the secret ${secret} is not one of probeSecrets`]),
    ];
  });
  const changing = steps.flatMap(({ step }) => (step.runs === 'kubernetes' ? [step] : []));
  const problems = [
    ...(config.approvalKey === null ? ['no key: INCIDENT_APPROVAL_KEY_FILE is not set, so that nothing can be proposed'] : []),
    ...unknown.map((name) => `actions.allow: no runbook has an action ${name}${didYouMean(name, names)}`),
    ...new Set(lacking),
    ...(changing.length === 0 ? [] : await clusterProblems(placesOf(changing, services, config), changes)),
  ];
  const line = `${on.length} of ${known.length} on: ${on.map(({ definition }) => definition.name).join(', ')}`;
  if (problems.length > 0) throw new Error([...problems, line].join('\n'));
  return line;
}

interface Place {
  readonly source: string;
  readonly namespace: string;
}

/** Where changes may be asked for, as far as that is known before there is an incident. */
function placesOf(steps: readonly KubernetesChange[], services: readonly Service[], { dataSourceNames }: ActionsConfig): readonly Place[] {
  const [first] = dataSourceNames.kubernetes;
  const places = steps.flatMap(({ source, namespace }): readonly Place[] => {
    const named = source !== null && templatesIn(source).length === 0 ? source : null;
    const of = named ?? first;
    if (templatesIn(namespace).length === 0) return of === undefined ? [] : [{ source: of, namespace }];
    return services.flatMap(({ kubernetes }) => {
      const own = named ?? kubernetes?.source ?? first;
      return kubernetes === null || own === undefined ? [] : [{ source: own, namespace: kubernetes.namespace }];
    });
  });
  const unique = new Map(places.map((place) => [`${place.source} ${place.namespace}`, place]));
  return [...unique.values()].slice(0, MAX_NAMESPACES);
}

async function clusterProblems(
  places: readonly Place[],
  changes: () => Promise<Pick<DeploymentChanges, 'lacking'>>,
): Promise<readonly string[]> {
  if (places.length === 0) return ['no service of the services file has a kubernetes entry with a source, so no Deployment can be changed'];
  const { lacking } = await changes();
  const all = await Promise.all(
    places.map(async ({ source, namespace }) => {
      try {
        const rules = await lacking(source, namespace, AbortSignal.timeout(LIMIT_MS));
        return rules.map((rule) => `${source}, namespace ${namespace}: its account lacks the rule ${rule}`);
      } catch (error) {
        return [`${source}, namespace ${namespace}: ${(error as Error).message}`];
      }
    }),
  );
  return all.flat();
}
