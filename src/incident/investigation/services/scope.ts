import type { ScopedService, Service, ServiceScope } from '../../model/investigation/service';

/** More would make the first minute longer without making the answer better: causes are near what they affect. */
export const MAX_SCOPE = 60;

/** The affected services and everything that they depend on, nearest first, in the order of the file among equals. */
export function scopeOf(affected: readonly Service[], services: readonly Service[]): ServiceScope {
  const byName = new Map(services.map((service) => [service.name, service]));
  const distances = withNeeded(new Map(affected.map(({ name }) => [name, 0])), byName);
  const kept = new Map([...distances].slice(0, MAX_SCOPE));
  return [...kept].flatMap(([name, distance]): readonly ScopedService[] => {
    const service = byName.get(name);
    if (service === undefined) return [];
    const { title, owner, runbook, dependsOn } = service;
    const relation = distance === 0 ? 'affected' : 'dependency';
    return [{ name, title, owner, runbook, dependsOn: dependsOn.filter((needed) => kept.has(needed)), relation, distance }];
  });
}

/** How many calls away each service is that this one needs, directly or not, nearest first. */
export function neededBy({ dependsOn }: Service, services: readonly Service[]): ReadonlyMap<string, number> {
  return withNeeded(new Map(dependsOn.map((name) => [name, 1])), new Map(services.map((service) => [service.name, service])));
}

/** The services with everything that they need. */
function withNeeded(distances: Map<string, number>, byName: ReadonlyMap<string, Service>): ReadonlyMap<string, number> {
  // A map is walked in the order of insertion, and what is added on the way is walked too.
  for (const [name, distance] of distances) {
    for (const needed of byName.get(name)?.dependsOn ?? []) if (!distances.has(needed)) distances.set(needed, distance + 1);
  }
  return distances;
}
