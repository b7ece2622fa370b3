import type { Config } from '../config';
import { selectProbes } from '../incident/investigation/select-probes';
import type { Finding, ProbeSelection, SelectedProbe } from '../incident/model/finding';
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

const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs one probe as a probe worker would. Ctrl-C ends it, and its container is removed. */
export async function runOnce(config: Config, incident: Incident, probe: SelectedProbe): Promise<Finding> {
  // The engine's client is large, and choosing probes does not need it.
  const { BY_HAND } = await import('../containers/container-spec.js');
  const { proberBy } = await import('../worker/probing.js');
  const aborted = new AbortController();
  const abort = (): void => aborted.abort();
  for (const name of ENDING) process.once(name, abort);
  try {
    const current = { runbooks: () => currentRunbooks(config), services: () => currentServices(config) };
    const run = proberBy(config, `${BY_HAND}-${process.pid}`, current);
    const attempt = (attempt: number) => run({ incident, probe, attempt, run: String(process.pid) }, aborted.signal);
    return await attempt(1).catch((error: { code?: string }) => {
      if (error.code === 'probe_killed') return attempt(2);
      throw error;
    });
  } finally {
    for (const name of ENDING) process.off(name, abort);
  }
}
