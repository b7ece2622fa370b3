import type { Service } from '../../src/incident/model/investigation/service';

/** A service without anything but its name, and whatever is given. */
export function sampleService(name: string, given: Partial<Service> = {}): Service {
  return {
    name,
    title: name,
    owner: null,
    dependsOn: [],
    targets: [],
    labels: {},
    metrics: [],
    runbook: null,
    kubernetes: null,
    logs: null,
    deployments: null,
    ...given,
  };
}
