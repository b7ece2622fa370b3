import { InvalidInputError } from './errors';
import { shown } from './read-fields';
import { readTarget } from './target';

const MAX_TARGETS = 10;
/** Labels that name the thing that is broken, in the order in which they are believed. */
const TARGET_LABELS = ['url', 'target', 'endpoint', 'instance', 'address'];

/**
 * What probes look at: the targets asked for, then what the alert's labels name, then the configured ones. An alert's
 * links are no targets: they lead to dashboards and generators, which are up while the service is down.
 * @throws InvalidInputError for a target asked for that is none.
 */
export function chooseTargets(
  asked: readonly string[],
  labels: Readonly<Record<string, string>>,
  defaults: readonly string[],
): readonly string[] {
  for (const target of asked) {
    if (!isTarget(target)) throw new InvalidInputError('target', `${shown(target)} is no target`, 'an http(s) URL or HOST:PORT');
  }
  const { host, hostname, port } = labels;
  const pair = (host ?? hostname) !== undefined && port !== undefined ? [`${host ?? hostname}:${port}`] : [];
  const named = [...TARGET_LABELS.flatMap((name) => labels[name] ?? []), ...pair].filter(isTarget);
  const all = [...asked, ...named];
  return [...new Set(all.length > 0 ? all : defaults)].slice(0, MAX_TARGETS);
}

function isTarget(text: string): boolean {
  const target = readTarget(text);
  return target !== null && (target.url !== null || (target.scheme === null && target.port !== null));
}
