import { randomBytes } from 'node:crypto';
import { EngineError } from '../containers/errors';
import type { ContainerEngine, ContainerExit, ContainerRun } from '../containers/port';
import type { Finding, SelectedProbe } from '../incident/finding';
import type { Incident } from '../incident/incident';
import { probeEnvironment, probeInput } from '../incident/probe-input';
import { readProbeResult } from '../incident/read-probe-result';
import { type ProbeDefinition, type Runbook, WORKER_NETWORK } from '../incident/runbook';
import { isLoopback, readTarget } from '../incident/target';
import { unknownFinding } from '../incident/unknown-finding';

export interface RunProbeDependencies {
  readonly engine: ContainerEngine;
  readonly runbooks: readonly Runbook[];
  /** For probes whose runbook names none. */
  readonly image: string;
  /** For probes that want the worker's network; default `bridge`. */
  readonly network?: string;
  readonly now: () => Date;
}

export interface RunProbeInput {
  readonly incident: Incident;
  readonly probe: SelectedProbe;
  readonly attempt: number;
  /** Tells apart the runs of the same probe, so that each has a container name of its own. */
  readonly run: string;
}

const MAX_NAME = 220;

/**
 * Runs one probe in a container of its own. Whatever keeps it from a verdict makes the finding `unknown`, with the
 * reason; only what Temporal can mend by trying again (a retryable `EngineError`) and cancellation are thrown.
 */
export function createRunProbe(dependencies: RunProbeDependencies) {
  return async (input: RunProbeInput, signal?: AbortSignal): Promise<Finding> => {
    const startedAt = dependencies.now().toISOString();
    const giveUp = (code: string, message: string, mend = ''): Finding => ({
      ...unknownFinding(input.probe, { code, message, mend }, startedAt, dependencies.now().toISOString()),
      attempt: input.attempt,
    });
    const definition = findDefinition(dependencies.runbooks, input.probe);
    if (definition === undefined) {
      return giveUp(
        'unknown_probe',
        `this worker has no probe ${input.probe.runbook}/${input.probe.probe}`,
        'Give all workers the same runbooks.',
      );
    }
    const network = definition.network === WORKER_NETWORK ? (dependencies.network ?? 'bridge') : definition.network;
    if (cannotReach(input.probe, network)) {
      return giveUp(
        'loopback_target',
        `${input.probe.target} is a loopback address, and the worker's loopback is not reachable from a container`,
        'Name the target by an address that other machines can reach.',
      );
    }
    const nonce = `verdict-${randomBytes(12).toString('hex')}`;
    try {
      const exit = await runWithImage(
        dependencies.engine,
        containerRun({ ...input, definition, network, nonce, image: dependencies.image }),
        signal,
      );
      return readProbeResult(exit, definition, nonce, { probe: input.probe, startedAt, attempt: input.attempt });
    } catch (error) {
      if (!(error instanceof EngineError) || error.retryable || error.code === 'cancelled' || signal?.aborted) throw error;
      return giveUp(error.code, error.message, error.hint);
    }
  };
}

function findDefinition(runbooks: readonly Runbook[], { runbook, probe }: SelectedProbe): ProbeDefinition | undefined {
  return runbooks.find(({ id }) => id === runbook)?.probes.find(({ id }) => id === probe);
}

function cannotReach({ target }: SelectedProbe, network: string | null): boolean {
  if (target === null || network === null || network === 'host') return false;
  return isLoopback(readTarget(target)?.host ?? '');
}

/** The image is asked for only when the engine misses it: that saves every other probe a call. */
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
  readonly image: string;
}

function containerRun({ incident, probe, attempt, run, definition, network, nonce, image }: Launch): ContainerRun {
  const labels = { incident: incident.id, run, probe: probe.key, attempt: String(attempt) };
  const nameOf = (attempt: number): string => containerName([incident.id, probe.key, run, String(attempt)]);
  return {
    name: nameOf(attempt),
    replaces: Array.from({ length: attempt - 1 }, (_, index) => nameOf(index + 1)),
    image: definition.image ?? image,
    command: definition.command,
    env: { ...probeEnvironment(definition.env, incident, probe.target), PROBE_NONCE: nonce },
    stdin: probeInput(definition.stdin, incident),
    network,
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
