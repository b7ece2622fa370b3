import type { ActionDependencies } from '../activities/actions/dependencies';
import { createRunProbe, type RunProbeDependencies } from '../activities/run-probe';
import { isSignedBy } from '../approval/claims';
import type { Config } from '../config';
import { createDockerEngine } from '../containers/docker-engine';
import { createKeptContainers } from '../containers/kept/kept-containers';
import { createNameLookUp } from '../containers/look-up-name';
import type { ContainerEngine } from '../containers/port';
import { createDeploymentChanges } from '../deployment-changes/deployment-changes';
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

/** What actions need besides. */
export function actingBy(config: Config, installation: string): Omit<ActionDependencies, keyof RunProbeDependencies> {
  const { approvalKey: key, containers, actions, dataSources, dataSourceNames: configuredSources } = config;
  return {
    kept: createKeptContainers({ ...containers, installation }),
    changes: createDeploymentChanges(dataSources?.kubernetes ?? [], () => new Date()),
    configuredSources,
    allowed: actions.allow,
    isSigned: key === null ? null : (signed) => isSignedBy(key, signed),
  };
}

/** Runs single probes outside a worker. */
export function proberBy(config: Config, installation: string, current: CurrentFiles): ReturnType<typeof createRunProbe> {
  return createRunProbe(probingBy(config, engineOf(config, installation), current));
}
