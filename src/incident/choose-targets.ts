import { InvalidInputError } from './errors';
import { valuesOf } from './labels';
import { shown } from './read-fields';
import { isLinkLocal, readTarget, type Target } from './target';

const MAX_TARGETS = 10;
/** Labels that name the thing that is broken, in the order in which they are believed. */
const TARGET_LABELS = ['url', 'target', 'endpoint', 'instance', 'address'];

/**
 * What probes look at: the targets asked for, then what the alert's labels name, then the configured ones. An alert's
 * links are no targets: they lead to dashboards and generators, which are up while the service is down.
 * A label never leads a probe to a link-local address: there clouds hand out credentials.
 * @throws InvalidInputError for a target asked for that is none.
 */
export function chooseTargets(
  asked: readonly string[],
  labels: Readonly<Record<string, string>>,
  defaults: readonly string[],
): readonly string[] {
  const given = asked.map((text) => {
    const target = targetOf(text);
    if (target === null) throw new InvalidInputError('target', `${shown(text)} is no target`, 'an http(s) URL or HOST:PORT');
    return addressOf(target);
  });
  const named = namedIn(labels).flatMap((text) => targetOf(text) ?? []);
  const all = [...given, ...named.filter(({ host }) => !isLinkLocal(host)).map(addressOf)];
  return [...new Set(all.length > 0 ? all : defaults)].slice(0, MAX_TARGETS);
}

/** A label of a group may name several. */
function namedIn(labels: Readonly<Record<string, string>>): readonly string[] {
  const listed = (name: string): readonly string[] => (Object.hasOwn(labels, name) ? valuesOf(labels[name] ?? '') : []);
  const hosts = [...listed('host'), ...listed('hostname')];
  const pairs = hosts.flatMap((host) => listed('port').map((port) => `${host}:${port}`));
  return [...TARGET_LABELS.flatMap(listed), ...pairs];
}

function targetOf(text: string): Target | null {
  const target = readTarget(text);
  return target !== null && (target.url !== null || (target.scheme === null && target.port !== null)) ? target : null;
}

/** Without the credentials that a URL may hold: targets are shown to everybody. */
function addressOf({ url, text }: Target): string {
  return url ?? text;
}
