import type { ContainerEngine, KeptContainers } from '../../containers/port';
import type { DeploymentChanges } from '../../deployment-changes/port';
import type { Claim, Signed } from '../../incident/model/actions/claims';
import type { ConfiguredSources } from '../../incident/model/investigation/source-query';
import type { RunProbeDependencies } from '../run-probe';

export interface ActionDependencies extends Omit<RunProbeDependencies, 'engine'> {
  readonly engine: Pick<ContainerEngine, 'gateways' | 'ensureImage'>;
  readonly kept: KeptContainers;
  readonly changes: DeploymentChanges;
  readonly configuredSources: ConfiguredSources;
  /** Names of the actions that are on. */
  readonly allowed: readonly string[];
  /** Whether the gateway signed it; null if this worker has no key to tell by. */
  readonly isSigned: ((signed: Signed<Claim>) => boolean) | null;
}
