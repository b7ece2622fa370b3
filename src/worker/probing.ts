import { createRunProbe, type RunProbeDependencies } from '../activities/run-probe';
import type { Config } from '../config';
import { createDockerEngine } from '../containers/docker-engine';
import { createNameLookUp } from '../containers/look-up-name';
import type { ContainerEngine } from '../containers/port';
import type { ServiceCatalog } from '../incident/model/investigation/service';
import type { RunbookSet } from '../incident/model/runbook';
import { createDataSources, NO_READERS } from '../investigation-sources/data-sources';
import { createSourceReaders } from '../investigation-sources/source-readers';

/** The engine that the configuration names. `installation` marks its containers, so that only their owner removes them. */
export function engineOf({ containers }: Config, installation: string): ContainerEngine {
  const { dockerHost, allowedNetworks } = containers;
  return createDockerEngine({ dockerHost, allowedNetworks, installation });
}

/** The runbooks and services as they are now. */
interface CurrentFiles {
  readonly runbooks: () => Promise<RunbookSet>;
  readonly services: () => Promise<ServiceCatalog>;
}

/** What probes need, by the configuration. */
export function probingBy(config: Config, engine: ContainerEngine, current: CurrentFiles): RunProbeDependencies {
  const { image, toolsImage, secrets, defaultNetwork: network, reach } = config.containers;
  const sources = createDataSources(config.dataSources === null ? NO_READERS : createSourceReaders(config.dataSources));
  return { ...current, engine, sources, secrets, reach, lookUp: createNameLookUp(), image, toolsImage, network, now: () => new Date() };
}

/** Runs single probes outside a worker. */
export function proberBy(config: Config, installation: string, current: CurrentFiles): ReturnType<typeof createRunProbe> {
  return createRunProbe(probingBy(config, engineOf(config, installation), current));
}
