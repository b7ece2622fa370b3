import { randomBytes } from 'node:crypto';
import { EngineError } from '../containers/errors';
import type { ContainerEngine, ContainerExit, ContainerRun } from '../containers/port';
import { SHORTEST_SECRET } from '../incident/investigation/hide-values';
import { tellUnresolved } from '../incident/investigation/plugins/unresolved-name';
import { pluginArguments, probeEnvironment, probeInput, toldTargets } from '../incident/investigation/probe-input';
import { remedyOutOfReach, tellOutOfReach } from '../incident/investigation/probe-reach';
import { readProbeResult, saidMark, wasKilled } from '../incident/investigation/read-probe-result';
import type { Finding } from '../incident/model/finding';
import { type ContainerProbe, TOOLS_IMAGE, WORKER_NETWORK } from '../incident/model/runbook';
import { type EvidenceStore, keepEvidence } from './evidence-store';
import { type Pinned, type PinningDependencies, pinTargets } from './pin-target';
import type { Probing } from './probing';
import type { SilentTargets } from './silent-targets';

export interface ContainerProbeDependencies extends PinningDependencies {
  readonly engine: ContainerEngine;
  /** For probes whose runbook names no image. */
  readonly image: string;
  /** For probes that need more tools; null if there is none. */
  readonly toolsImage: string | null;
  /** What probes may be given, by name; null if it is allowed but has no value here. */
  readonly secrets: Readonly<Record<string, () => string | null>>;
  /** Where whole outputs are kept; absent if nowhere. */
  readonly evidence?: EvidenceStore;
  /** For probes that use the worker's network. */
  readonly network: string;
}

const MAX_NAME = 220;
const NO_TOOLS_REMEDY = "Build it with deploy/probe-image/build.sh, and set toolsImage in every worker's configuration.";
const UNSAFE = 'a value that the plugin would get could be taken for an option, because of a hyphen, an @ or a NUL character in it';
const UNSAFE_REMEDY = 'Check the target and the labels of the alert, or write the argument without a template.';
const UNPINNED: Pinned = { hosts: {}, nameServers: true, env: {} };

/** Runs one probe in its own container. @throws cancellation, and errors of the engine that a retry by Temporal can fix. */
export async function runContainerProbe(
  definition: ContainerProbe,
  probing: Probing,
  dependencies: ContainerProbeDependencies,
  silent: SilentTargets,
): Promise<Finding> {
  const { probe, incident, service, run, attempt, startedAt, giveUp, signal } = probing;
  const waited = silent.find(run, probe);
  if (waited !== null) {
    return giveUp('silent_target', `${waited.endpoint} did not answer the probe "${waited.title}" in time, so this probe was skipped`);
  }
  const image = imageOf(definition, dependencies);
  if (image === null) return giveUp('no_tools_image', 'no tools image is configured', NO_TOOLS_REMEDY);
  const command = commandOf(definition, probing);
  if (command === null) {
    return giveUp('unsafe_argument', UNSAFE, UNSAFE_REMEDY);
  }
  const secrets = secretsOf(definition, dependencies);
  if ('refused' in secrets) return giveUp('secret_refused', secrets.refused, secrets.remedy);
  const network = definition.network === WORKER_NETWORK ? dependencies.network : definition.network;
  try {
    const told = toldTargets(definition, { incident, target: probe.target, service });
    const reached = network === null ? { pinned: UNPINNED } : await pinTargets(probe.target, told, incident.id, dependencies);
    if ('refused' in reached) return giveUp('out_of_reach', tellOutOfReach(reached.refused), remedyOutOfReach(reached.refused));
    const { pinned } = reached;
    const nonce = `verdict-${randomBytes(12).toString('hex')}`;
    const exit = await runWithImage(
      dependencies.engine,
      containerRun({ ...probing, definition, command, network, nonce, pinned, image, secrets: secrets.values }),
      signal,
    );
    refuseKilled(exit, attempt);
    const read = readProbeResult(exit, definition, nonce, { probe, startedAt, attempt });
    const finding = pinned.unresolved === undefined ? read : tellUnresolved(read, definition, pinned.unresolved);
    if (finding.silent === true) silent.note(run, probe);
    const output = outputOf(exit, nonce);
    const kept = await keepEvidence(dependencies.evidence, incident.id, `${artifactName(probe.key, run)}-${attempt}.txt`, output);
    return { ...finding, ...kept };
  } catch (error) {
    if (!(error instanceof EngineError) || error.retryable || error.code === 'cancelled' || signal.aborted) throw error;
    return giveUp(error.code, error.message, error.hint);
  }
}

/**
 * An engine that restarts kills its containers, and would pass for a probe that nobody can run. So what was killed for no known
 * reason is run once more.
 */
function refuseKilled({ exitCode, outOfMemory, timedOut }: ContainerExit, attempt: number): void {
  if (attempt > 1 || outOfMemory || timedOut || !wasKilled(exitCode)) return;
  throw new EngineError('probe_killed', `the probe was killed (exit code ${exitCode})`, { retryable: true });
}

/** What the probe printed. The mark of its result means nothing to anyone. */
function outputOf({ stdout, stderr, truncated }: ContainerExit, nonce: string): string {
  const cut = truncated ? ['(the rest was cut off)'] : [];
  const said = stdout.replaceAll(saidMark(nonce), 'said: ').replaceAll(`${nonce} `, 'result: ');
  return [said, ...(stderr === '' ? [] : ['standard error:', stderr]), ...cut].join('\n');
}

const artifactName = (key: string, run: string): string => `${key}-${run}`.toLowerCase().replace(/[^a-z0-9_-]+/g, '-');

function imageOf({ image }: ContainerProbe, dependencies: ContainerProbeDependencies): string | null {
  return image === TOOLS_IMAGE ? dependencies.toolsImage : (image ?? dependencies.image);
}

export type Secrets = { readonly values: Readonly<Record<string, string>> } | { readonly refused: string; readonly remedy: string };

/** The values of secrets by name, or why one cannot be handed over. */
export function secretsOf(
  { secrets: names }: Pick<ContainerProbe, 'secrets'>,
  { secrets }: Pick<ContainerProbeDependencies, 'secrets'>,
): Secrets {
  const values: Record<string, string> = {};
  for (const name of names) {
    if (!Object.hasOwn(secrets, name)) {
      return {
        refused: `the secret ${name} is not allowed for probes`,
        remedy: `Add it to probeSecrets in the probe worker's configuration.`,
      };
    }
    const value = secrets[name]?.() ?? null;
    if (value === null) {
      return { refused: `the secret ${name} has no value where probes run`, remedy: `Set ${name} or ${name}_FILE for the probe worker.` };
    }
    if (value.length < SHORTEST_SECRET) {
      const refused = `the secret ${name} is too short to be removed from a probe's output`;
      return { refused, remedy: `Use one of at least ${SHORTEST_SECRET} characters.` };
    }
    values[name] = value;
  }
  return { values };
}

/** Null if a value of the incident could not be passed safely. */
function commandOf({ command, result }: ContainerProbe, { incident, probe, service }: Probing): readonly string[] | null {
  const isPlugin = 'from' in result && result.from === 'plugin';
  return isPlugin ? pluginArguments(command, { incident, target: probe.target, service }) : command;
}

/** The image is pulled only if the engine reports it missing, which saves a call for every other probe. */
async function runWithImage(engine: ContainerEngine, run: ContainerRun, signal: AbortSignal): Promise<ContainerExit> {
  try {
    return await engine.run(run, { signal });
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'image_missing') throw error;
    await engine.ensureImage(run.image, { signal });
    return engine.run(run, { signal });
  }
}

interface Launch extends Probing {
  readonly definition: ContainerProbe;
  readonly command: readonly string[];
  readonly network: string | null;
  readonly nonce: string;
  readonly pinned: Pinned;
  readonly image: string;
  readonly secrets: Readonly<Record<string, string>>;
}

function containerRun({
  incident,
  probe,
  service,
  attempt,
  run,
  definition,
  command,
  network,
  nonce,
  pinned,
  image,
  secrets,
}: Launch): ContainerRun {
  const labels = { incident: incident.id, run, probe: probe.key, attempt: String(attempt) };
  const nameOf = (attempt: number): string => containerName([incident.id, probe.key, run, String(attempt)]);
  return {
    name: nameOf(attempt),
    replaces: Array.from({ length: attempt - 1 }, (_, index) => nameOf(index + 1)),
    image,
    command,
    env: {
      ...probeEnvironment(definition.env, { incident, target: probe.target, service }),
      ...pinned.env,
      PROBE_NONCE: nonce,
    },
    secrets,
    stdin: probeInput(definition.stdin, incident),
    network,
    hosts: pinned.hosts,
    nameServers: pinned.nameServers || definition.nameServers,
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
