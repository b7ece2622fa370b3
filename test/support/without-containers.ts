import type { ContainerProbeDependencies } from '../../src/activities/run-container-probe';
import { REACH_ALL } from '../../src/incident/investigation/probe-reach';

/** What a worker for probes has where no container can run: whatever would use one fails. */
export function withoutContainers(): ContainerProbeDependencies {
  const unused = (): never => {
    throw new Error('this probe must not need a container');
  };
  return {
    engine: { info: unused, ensureImage: unused, run: unused, reap: unused, gateways: unused },
    reach: REACH_ALL,
    lookUp: unused,
    image: '',
    toolsImage: null,
    secrets: {},
    network: '',
  };
}
