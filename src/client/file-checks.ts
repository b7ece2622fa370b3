import type { Config } from '../config';
import type { ContainerEngine } from '../containers/port';
import type { DeploymentChanges } from '../deployment-changes/port';
import { EXIT } from '../exit-codes';
import type { ServiceCatalog } from '../incident/model/investigation/service';
import type { RunbookSet } from '../incident/model/runbook';
import type { Check } from './cli/verbs/doctor';
import { lookAtActions } from './look-at-actions';
import { lookAtProbes } from './look-at-probes';
import { lookAtServices } from './look-at-services';

/** This machine's files as they are now. */
export interface CurrentFiles {
  readonly runbookNames: (config: Config) => Promise<readonly string[]>;
  readonly runbooks: (config: Config) => Promise<RunbookSet>;
  readonly services: (config: Config) => Promise<ServiceCatalog>;
}

/** The checks of the files beside the configuration. A worker that runs keeps the last good files, and does not start with others. */
export function fileChecks(
  config: Config,
  files: CurrentFiles,
  engine: () => Promise<Pick<ContainerEngine, 'run'>>,
  changes: () => Promise<Pick<DeploymentChanges, 'lacking'>>,
): readonly Check[] {
  const { servicesFile } = config;
  return [
    {
      name: 'runbooks',
      exit: EXIT.failed,
      look: async () => {
        const names = await files.runbookNames(config);
        return `${names.length}: ${names.join(', ')}`;
      },
    },
    {
      name: 'services',
      exit: (error) => ((error as { code?: unknown }).code === 'invalid_services' ? EXIT.failed : EXIT.done),
      look: async () => {
        if (servicesFile === null) return 'no services file is configured, so incidents are not matched to services';
        return lookAtServices((await files.services(config)).services, config);
      },
    },
    {
      name: 'probes',
      needs: 'runbooks',
      exit: EXIT.done,
      mend: PROBES_REMEDY,
      look: async () => lookAtProbes((await files.runbooks(config)).runbooks, config, engine),
    },
    {
      name: 'actions',
      needs: 'runbooks',
      exit: EXIT.done,
      mend: ACTIONS_REMEDY,
      look: async () => {
        const services = await files
          .services(config)
          .then((read) => read.services)
          // What is wrong with the services file is said elsewhere.
          .catch(() => []);
        return lookAtActions((await files.runbooks(config)).runbooks, services, config, changes);
      },
    },
  ];
}

const PROBES_REMEDY =
  'Correct the runbook, add the network to probeNetworks, the secret to probeSecrets or the source to dataSources, or put the plugin into the tools image (deploy/probe-image). Until then, these probes are left out, or their findings are "unknown".';

const ACTIONS_REMEDY =
  'Correct actions.allow, or give the worker what the actions need: docs/actions.md. Until then, these actions are refused. Only this terminal was checked, not the workers that run probes.';
