import { valuesOf } from '../../alerts/labels';
import type { Incident } from '../../model/incident';
import type { Service } from '../../model/investigation/service';
import { readTarget } from '../target';

/**
 * The services that an incident is about, in the order of the file: those that one of its labels names, or, if none does, those
 * of which one of its targets is a target.
 */
export function matchServices(incident: Pick<Incident, 'labels' | 'targets'>, services: readonly Service[]): readonly Service[] {
  const named = services.filter((service) => isNamed(service, incident.labels));
  return named.length > 0 ? named : services.filter((service) => hasTarget(service, incident.targets));
}

function isNamed(service: Service, labels: Incident['labels']): boolean {
  return Object.entries(service.labels).some(([label, allowed]) => {
    const value = Object.hasOwn(labels, label) ? labels[label] : undefined;
    return value !== undefined && valuesOf(value).some((one) => allowed.includes(one));
  });
}

function hasTarget(service: Service, targets: readonly string[]): boolean {
  return targets.some((target) => serviceAt(target, [service]) !== undefined);
}

/** The first service that is at the target's endpoint, by name. */
export function serviceAt(target: string, services: readonly Service[]): string | undefined {
  const endpoint = endpointOf(target);
  return services.find(({ targets }) => targets.some((own) => endpointOf(own) === endpoint))?.name;
}

/** Two URLs of one server are the same endpoint. */
function endpointOf(text: string): string {
  const target = readTarget(text);
  return target === null ? text : `${target.host}:${target.port ?? ''}`;
}
