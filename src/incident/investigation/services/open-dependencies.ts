import type { Incident } from '../../model/incident';
import type { OpenDependency, Service, ServiceIncident } from '../../model/investigation/service';
import { matchServices } from './match-services';
import { neededBy } from './scope';

const MAX_NAMED = 5;

/** A service that another one needs, both by title, and how many calls are between them. */
interface Need {
  readonly service: string;
  readonly neededBy: string;
  readonly distance: number;
}

/** What the services that an incident is about need. */
export interface Needs {
  /** Titles, nearest first; a long list is cut. */
  readonly words: string;
  /** By name. */
  readonly needed: ReadonlyMap<string, Need>;
}

/** What an incident's services need, or why its place is not the incident of another service. */
export function needsOf(
  incident: Pick<Incident, 'labels' | 'targets' | 'privacy'>,
  services: readonly Service[],
): Needs | { readonly whyNot: string } {
  if (incident.privacy === 'private') return { whyNot: 'an alert that asks for privacy joins no incident of another service' };
  const affected = matchServices(incident, services);
  if (affected.length === 0) return { whyNot: 'no service has one of its labels or targets' };
  const titles = new Map(services.map(({ name, title }) => [name, title]));
  const needed = new Map<string, Need>();
  for (const caller of affected) {
    for (const [name, distance] of neededBy(caller, services)) {
      // Services may need each other, and then each needs itself.
      if (name === caller.name || distance >= (needed.get(name)?.distance ?? Number.POSITIVE_INFINITY)) continue;
      needed.set(name, { distance, service: titles.get(name) ?? name, neededBy: caller.title });
    }
  }
  if (needed.size === 0) return { whyNot: `the services file lists no dependencies of ${listed(affected.map(({ title }) => title))}` };
  return { words: listed([...needed.values()].toSorted(byDistance).map(({ service }) => service)), needed };
}

/** The open incidents of what is needed: of the nearest service first, among equals the oldest. */
export function openDependencies({ needed }: Needs, open: readonly ServiceIncident[]): readonly OpenDependency[] {
  const found = open.flatMap(({ incidentId, declaredAt, services }) => {
    const [nearest] = services.flatMap((name) => needed.get(name) ?? []).toSorted(byDistance);
    return nearest === undefined ? [] : [{ incidentId, declaredAt, ...nearest }];
  });
  return found
    .toSorted((one, other) => byDistance(one, other) || one.declaredAt.localeCompare(other.declaredAt))
    .map(({ incidentId, service, neededBy }) => ({ incidentId, service, neededBy }));
}

function listed(titles: readonly string[]): string {
  const more = titles.length - MAX_NAMED;
  return [...titles.slice(0, MAX_NAMED), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

const byDistance = (one: Need, other: Need): number => one.distance - other.distance;
