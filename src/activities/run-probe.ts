import { unknownFinding } from '../incident/investigation/unknown-finding';
import type { Finding, SelectedProbe } from '../incident/model/finding';
import type { Service, ServiceCatalog } from '../incident/model/investigation/service';
import type { ProbeDefinition, Runbook, RunbookSet } from '../incident/model/runbook';
import { assertNever } from '../incident/text/assert-never';
import type { Probing, RunProbeInput } from './probing';
import { type ContainerProbeDependencies, runContainerProbe } from './run-container-probe';
import { runSourceProbe, type SourceProbeDependencies } from './run-source-probe';
import { SilentTargets } from './silent-targets';

export interface RunProbeDependencies extends ContainerProbeDependencies, SourceProbeDependencies {
  readonly runbooks: () => Promise<RunbookSet>;
  readonly services: () => Promise<ServiceCatalog>;
  readonly now: () => Date;
}

/**
 * Runs one probe. If it has no conclusive result, the finding is `unknown`, with the reason. It throws only cancellation and
 * errors that a retry by Temporal can fix (a retryable `EngineError`).
 */
export function createRunProbe(dependencies: RunProbeDependencies) {
  const silent = new SilentTargets(dependencies.now);
  return async (input: RunProbeInput, signal: AbortSignal = new AbortController().signal): Promise<Finding> => {
    const { probe, attempt } = input;
    const startedAt = dependencies.now().toISOString();
    const giveUp = (code: string, message: string, remedy = ''): Finding => ({
      ...unknownFinding(probe, { code, message, mend: remedy }, startedAt, dependencies.now().toISOString()),
      attempt,
    });
    const definition = findDefinition((await dependencies.runbooks()).runbooks, probe);
    if (definition === undefined) {
      return giveUp('unknown_probe', `the worker has no probe ${probe.runbook}/${probe.probe}`, 'Give all workers the same runbooks.');
    }
    const names = probe.services ?? (probe.service === undefined ? [] : [probe.service]);
    const services = names.length === 0 ? [] : servicesNamed(names, await dependencies.services());
    const gone = names.find((name) => !services.some((service) => service.name === name));
    if (gone !== undefined && isAboutServices(definition)) {
      return giveUp('unknown_service', `the worker has no service ${gone}`, 'Give all workers the same services file.');
    }
    const service = probe.service === undefined ? null : (services[0] ?? null);
    const probing: Probing = { ...input, startedAt, service, services, giveUp, signal };
    switch (definition.runs) {
      case 'container':
        return runContainerProbe(definition, probing, dependencies, silent);
      case 'source':
        return runSourceProbe(definition, probing, dependencies);
      default:
        return assertNever(definition);
    }
  };
}

function findDefinition(runbooks: readonly Runbook[], { runbook, probe }: SelectedProbe): ProbeDefinition | undefined {
  return runbooks.find(({ id }) => id === runbook)?.probes.find(({ id }) => id === probe);
}

/** Other probes look at a target, whatever service may be there. */
const isAboutServices = ({ targets }: ProbeDefinition): boolean => targets === 'service' || targets === 'services';

function servicesNamed(names: readonly string[], { services }: ServiceCatalog): readonly Service[] {
  return names.flatMap((name) => services.find((service) => service.name === name) ?? []);
}
