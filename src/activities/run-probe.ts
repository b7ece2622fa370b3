import { randomBytes } from 'node:crypto';
import { EngineError } from '../containers/errors';
import type { ContainerEngine, ContainerExit, ContainerRun } from '../containers/port';
import { probeEnvironment, probeInput } from '../incident/investigation/probe-input';
import { remedyOutOfReach, tellOutOfReach } from '../incident/investigation/probe-reach';
import { readProbeResult } from '../incident/investigation/read-probe-result';
import { unknownFinding } from '../incident/investigation/unknown-finding';
import type { Finding, SelectedProbe } from '../incident/model/finding';
import type { Incident } from '../incident/model/incident';
import { type ProbeDefinition, type Runbook, type RunbookSet, WORKER_NETWORK } from '../incident/model/runbook';
import { type Pinned, type PinningDependencies, pinTarget } from './pin-target';
import { SilentTargets } from './silent-targets';

export interface RunProbeDependencies extends PinningDependencies {
  readonly engine: ContainerEngine;
  readonly runbooks: () => Promise<RunbookSet>;
  /** For probes whose runbook names no image. */
  readonly image: string;
  /** For probes that use the worker's network. */
  readonly network: string;
  readonly now: () => Date;
}

export interface RunProbeInput {
  readonly incident: Incident;
  readonly probe: SelectedProbe;
  readonly attempt: number;
  /** Distinguishes runs of the same probe, also across installations, so that each has its own container name. */
  readonly run: string;
}

const MAX_NAME = 220;
const UNPINNED: Pinned = { hosts: {}, nameServers: true, env: {} };

/**
 * Runs one probe in its own container. If it has no conclusive result, the finding is `unknown`, with the reason. It throws
 * only cancellation and errors that a retry by Temporal can fix (a retryable `EngineError`).
 */
export function createRunProbe(dependencies: RunProbeDependencies) {
  const silent = new SilentTargets(dependencies.now);
  return async (input: RunProbeInput, signal?: AbortSignal): Promise<Finding> => {
    const { probe, incident, run, attempt } = input;
    const startedAt = dependencies.now().toISOString();
    const giveUp = (code: string, message: string, remedy = ''): Finding => ({
      ...unknownFinding(probe, { code, message, mend: remedy }, startedAt, dependencies.now().toISOString()),
      attempt,
    });
    const definition = findDefinition((await dependencies.runbooks()).runbooks, probe);
    if (definition === undefined) {
      return giveUp('unknown_probe', `the worker has no probe ${probe.runbook}/${probe.probe}`, 'Give all workers the same runbooks.');
    }
    const waited = silent.find(run, probe);
    if (waited !== null) {
      return giveUp('silent_target', `${waited.endpoint} did not answer the probe "${waited.title}" in time, so this probe was skipped`);
    }
    const network = definition.network === WORKER_NETWORK ? dependencies.network : definition.network;
    try {
      const reached = network === null ? { pinned: UNPINNED } : await pinTarget(probe.target, incident.id, dependencies);
      if ('refused' in reached) return giveUp('out_of_reach', tellOutOfReach(reached.refused), remedyOutOfReach(reached.refused));
      const { pinned } = reached;
      const nonce = `verdict-${randomBytes(12).toString('hex')}`;
      const exit = await runWithImage(
        dependencies.engine,
        containerRun({ ...input, definition, network, nonce, pinned, image: dependencies.image }),
        signal,
      );
      const finding = readProbeResult(exit, definition, nonce, { probe, startedAt, attempt });
      if (finding.silent === true) silent.note(run, probe);
      return finding;
    } catch (error) {
      if (!(error instanceof EngineError) || error.retryable || error.code === 'cancelled' || signal?.aborted) throw error;
      return giveUp(error.code, error.message, error.hint);
    }
  };
}

function findDefinition(runbooks: readonly Runbook[], { runbook, probe }: SelectedProbe): ProbeDefinition | undefined {
  return runbooks.find(({ id }) => id === runbook)?.probes.find(({ id }) => id === probe);
}

/** The image is pulled only if the engine reports it missing, which saves a call for every other probe. */
async function runWithImage(engine: ContainerEngine, run: ContainerRun, signal: AbortSignal | undefined): Promise<ContainerExit> {
  try {
    return await engine.run(run, { signal });
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'image_missing') throw error;
    await engine.ensureImage(run.image, { signal });
    return engine.run(run, { signal });
  }
}

interface Launch extends RunProbeInput {
  readonly definition: ProbeDefinition;
  readonly network: string | null;
  readonly nonce: string;
  readonly pinned: Pinned;
  readonly image: string;
}

function containerRun({ incident, probe, attempt, run, definition, network, nonce, pinned, image }: Launch): ContainerRun {
  const labels = { incident: incident.id, run, probe: probe.key, attempt: String(attempt) };
  const nameOf = (attempt: number): string => containerName([incident.id, probe.key, run, String(attempt)]);
  return {
    name: nameOf(attempt),
    replaces: Array.from({ length: attempt - 1 }, (_, index) => nameOf(index + 1)),
    image: definition.image ?? image,
    command: definition.command,
    env: { ...probeEnvironment(definition.env, incident, probe.target), ...pinned.env, PROBE_NONCE: nonce },
    stdin: probeInput(definition.stdin, incident),
    network,
    hosts: pinned.hosts,
    nameServers: pinned.nameServers,
    timeoutMs: probe.timeoutMs,
    ...definition.resources,
    labels,
  };
}

function containerName([incident = '', probe = '', ...rest]: readonly string[]): string {
  const tail = rest.join('-');
  const head = `incident-${incident}-${probe}`.slice(0, MAX_NAME - tail.length - 1);
  return `${head}-${tail}`.toLowerCase().replace(/[^a-z0-9_.-]+/g, '-');
}
