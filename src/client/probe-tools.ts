import type { Config } from '../config';
import { selectProbes } from '../incident/investigation/select-probes';
import type { ProbeSelection } from '../incident/model/finding';
import type { Incident } from '../incident/model/incident';
import type { ServiceCatalog } from '../incident/model/investigation/service';
import type { RunbookSet } from '../incident/model/runbook';
import { loadRunbooks } from '../runbooks/load-runbooks';
import { loadServices } from '../services/load-services';

/** This machine's runbooks as they are now. @throws InvalidRunbooksError */
export async function currentRunbooks({ runbookFolders }: Config): Promise<RunbookSet> {
  return { runbooks: await loadRunbooks(runbookFolders), problem: null };
}

/** This machine's services as they are now. @throws InvalidServicesError */
export async function currentServices({ servicesFile }: Config): Promise<ServiceCatalog> {
  return { services: servicesFile === null ? [] : await loadServices(servicesFile), problem: null };
}

/** What this machine's runbooks would run. The worker decides by its own configuration. */
export async function selectBy(config: Config, incident: Incident): Promise<ProbeSelection> {
  return selectProbes(incident, await currentRunbooks(config), config.containers.reach, {
    services: await currentServices(config),
    sources: config.dataSourceNames,
    hasToolsImage: config.containers.toolsImage !== null,
    secretNames: Object.keys(config.containers.secrets),
  });
}
