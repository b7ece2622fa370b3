import type { Service } from '../../src/incident/model/investigation/service';

/** A service that nothing is known of but its name. */
export function sampleService(name: string, given: Partial<Service> = {}): Service {
  const nothing = { owner: null, dependsOn: [], targets: [], labels: { service: [name] }, metrics: [], variables: {}, runbook: null };
  return { name, title: name, ...nothing, kubernetes: null, logs: null, deployments: null, ...given };
}
