import type { Finding } from '../../model/finding';
import type { ServiceScope } from '../../model/investigation/service';
import { readTarget } from '../target';

/** Where something is wrong. */
export interface Place {
  readonly service: string | null;
  readonly component: string;
  readonly target: string | null;
}

export function placeOf({ service, component, target }: Pick<Finding, 'service' | 'component' | 'target'>): Place {
  return { service: service ?? null, component, target };
}

/** True if both are the same service or the same host, or, where neither is known, the same component. */
export function isSamePlace(one: Place, other: Place): boolean {
  if (one.service !== null && other.service !== null) return one.service === other.service;
  const [host, otherHost] = [hostOf(one.target), hostOf(other.target)];
  if (host !== null && otherHost !== null) return host === otherHost;
  return host === otherHost && one.service === other.service && one.component === other.component;
}

/** True if the service of `from` needs that of `to`, directly or not. */
export function dependsOn(from: Place, to: Place, scope: ServiceScope): boolean {
  if (from.service === null || to.service === null || from.service === to.service) return false;
  const reached = new Set([from.service]);
  // A set is walked in the order of insertion, and what is added on the way is walked too.
  for (const name of reached) for (const needed of scope.find((service) => service.name === name)?.dependsOn ?? []) reached.add(needed);
  return reached.has(to.service);
}

/** The name that people know it by. */
export function nameOfPlace({ service, component, target }: Place, scope: ServiceScope): string {
  const title = service === null ? null : (scope.find(({ name }) => name === service)?.title ?? service);
  if (title !== null) return target === null ? title : `${title} (${target})`;
  return target ?? `the ${component}`;
}

function hostOf(target: string | null): string | null {
  return target === null ? null : (readTarget(target)?.host ?? target);
}
