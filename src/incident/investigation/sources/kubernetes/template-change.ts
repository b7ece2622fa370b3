import { at, listAt, nameAt } from './read-fields';

/** At most so many things are named. */
const MAX_CHANGES = 4;
const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';

/**
 * What differs between two pod templates, in words: images with both versions; of everything else, what it is. Values of
 * environment variables are never shown, because they may be secret.
 */
export function templateChange(before: unknown, after: unknown): string {
  const changes = containersIn(after).flatMap((container) => {
    const name = nameAt(container, 'name');
    const old = containersIn(before).find((one) => nameAt(one, 'name') === name);
    return old === undefined ? [`new container ${name} (${nameAt(container, 'image')})`] : containerChanges(name, old, container);
  });
  const gone = containersIn(before)
    .map((container) => nameAt(container, 'name'))
    .filter((name) => !containersIn(after).some((container) => nameAt(container, 'name') === name))
    .map((name) => `without container ${name}`);
  const all = [...changes, ...gone, ...otherChanges(before, after)];
  if (all.length === 0) return 'pod template changed';
  return all.length > MAX_CHANGES ? `${all.slice(0, MAX_CHANGES).join(', ')} and ${all.length - MAX_CHANGES} more changes` : all.join(', ');
}

function containersIn(template: unknown): readonly unknown[] {
  return [...listAt(template, 'spec', 'initContainers'), ...listAt(template, 'spec', 'containers')];
}

function containerChanges(name: string, before: unknown, after: unknown): readonly string[] {
  const [old, image] = [nameAt(before, 'image'), nameAt(after, 'image')];
  const environment = [...new Set([...variables(before).keys(), ...variables(after).keys()])].filter(
    (variable) => variables(before).get(variable) !== variables(after).get(variable),
  );
  return [
    ...(old === image ? [] : [`image of ${name}: ${old} → ${image}`]),
    ...environment.map((variable) => `environment variable ${variable} of ${name}`),
    ...[
      'resources',
      'command',
      'args',
      'readinessProbe',
      'livenessProbe',
      'startupProbe',
      'envFrom',
      'volumeMounts',
      'ports',
      'securityContext',
    ]
      .filter((field) => differ(at(before, field), at(after, field)))
      .map((field) => `${field} of ${name}`),
  ];
}

function otherChanges(before: unknown, after: unknown): readonly string[] {
  const restarted = nameAt(after, 'metadata', 'annotations', RESTARTED_AT);
  return [
    ...(restarted !== '' && restarted !== nameAt(before, 'metadata', 'annotations', RESTARTED_AT)
      ? ['restarted by kubectl rollout restart']
      : []),
    ...['volumes', 'nodeSelector', 'affinity', 'tolerations', 'serviceAccountName', 'imagePullSecrets', 'hostNetwork', 'dnsConfig']
      .filter((field) => differ(at(before, 'spec', field), at(after, 'spec', field)))
      .map((field) => field),
  ];
}

/** Each environment variable with its whole definition. */
function variables(container: unknown): ReadonlyMap<string, string> {
  return new Map(listAt(container, 'env').map((variable) => [nameAt(variable, 'name'), JSON.stringify(variable)]));
}

function differ(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) !== JSON.stringify(other);
}
