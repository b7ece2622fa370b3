import type { RunProbeDependencies } from '../activities/run-probe';
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

/** What probes need, by the configuration. */
export function probingBy(
  config: Config,
  engine: ContainerEngine,
  current: { readonly runbooks: () => Promise<RunbookSet>; readonly services: () => Promise<ServiceCatalog> },
): RunProbeDependencies {
  const { image, toolsImage, secrets, defaultNetwork: network, reach } = config.containers;
  const sources = createDataSources(config.dataSources === null ? NO_READERS : createSourceReaders(config.dataSources));
  return { ...current, engine, sources, secrets, reach, lookUp: createNameLookUp(), image, toolsImage, network, now: () => new Date() };
}
