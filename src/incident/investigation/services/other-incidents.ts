import type { OtherIncident } from '../../model/finding';
import type { ServiceIncident, ServiceScope } from '../../model/investigation/service';

const MAX_OF_ONE = 5;
const MAX_IN_ALL = 10;

/** The services with the other incidents that are open about them. */
export function withOpenIncidents(scope: ServiceScope, open: readonly ServiceIncident[], ownId: string): ServiceScope {
  const others = open.filter(({ incidentId }) => incidentId !== ownId).toSorted((a, b) => a.declaredAt.localeCompare(b.declaredAt));
  return scope.map((service) => {
    const ids = others.filter(({ services }) => services.includes(service.name)).map(({ incidentId }) => incidentId);
    return ids.length === 0 ? service : { ...service, openIncidents: ids.slice(0, MAX_OF_ONE) };
  });
}

/** Each other open incident once, with the nearest service that it is about. */
export function otherIncidents(scope: ServiceScope): readonly OtherIncident[] {
  const nearest = new Map<string, string>();
  for (const { title, openIncidents = [] } of scope) for (const id of openIncidents) if (!nearest.has(id)) nearest.set(id, title);
  return [...nearest].slice(0, MAX_IN_ALL).map(([incidentId, service]) => ({ incidentId, service }));
}
