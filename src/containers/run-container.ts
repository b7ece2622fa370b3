import type Docker from 'dockerode';
import { hideValues } from '../incident/investigation/hide-values';
import { attachContainer } from './attach-container';
import { callEngine, isNameTaken } from './call-engine';
import { containerSpec } from './container-spec';
import { EngineError } from './errors';
import { handedOver } from './hand-over';
import type { ContainerExit, ContainerRun } from './port';
import { readOutput } from './read-output';
import { atMost, CALL_MS, kill, pause, TRAILING_MS, waitForEnd } from './wait-for-end';

const CREATE_MS = 10_000;
const REMOVE_AGAIN_MS = [200, 1_000];

interface Surroundings {
  now(): Date;
  readonly installation: string;
}

/**
 * Runs one container from create to remove. Errors in between are thrown as `EngineError`, but the container is always
 * removed first; if the engine is gone too, the reaper finds the container by its labels.
 */
export async function runContainer(
  docker: Docker,
  run: ContainerRun,
  surroundings: Surroundings,
  signal?: AbortSignal,
): Promise<ContainerExit> {
  if (signal?.aborted) throw cancelled();
  const startedAt = surroundings.now();
  await Promise.all(run.replaces.map((name) => remove(docker.getContainer(name))));
  const container = await create(docker, run, startedAt, surroundings.installation);
  try {
    const exit = await runToEnd(docker, container, run, signal);
    return { ...exit, durationMs: surroundings.now().getTime() - startedAt.getTime() };
  } finally {
    await remove(container);
  }
}

const cancelled = (): EngineError => new EngineError('cancelled', 'the probe was cancelled', { retryable: false });

/**
 * The name is deterministic, so a create whose answer was lost shows as a conflict: that container never started, or belongs
 * to an attempt that has ended, and is replaced.
 */
async function create(docker: Docker, run: ContainerRun, now: Date, installation: string): Promise<Docker.Container> {
  // Without `_query` the library would put the whole specification into the URL. With an abort signal, an aborted create
  // could still make a container that no one knows about.
  const specification = {
    _query: { name: run.name },
    _body: containerSpec(run, now, installation),
  } as unknown as Docker.ContainerCreateOptions;
  const attempt = () => callEngine('create', CREATE_MS, () => docker.createContainer(specification));
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof EngineError && error.code === 'engine_timeout') await remove(docker.getContainer(run.name));
    if (!isNameTaken(error)) throw error;
    await remove(docker.getContainer(run.name));
    return attempt();
  }
}

async function runToEnd(
  docker: Docker,
  container: Docker.Container,
  run: ContainerRun,
  signal?: AbortSignal,
): Promise<Omit<ContainerExit, 'durationMs'>> {
  // Attach comes before start, because output printed before attaching is lost.
  const stream = await callEngine('attach', CALL_MS, () => attachContainer(docker, container.id));
  try {
    const { reader, ended } = readOutput(stream);
    await callEngine('start', CREATE_MS, (abortSignal) => container.start({ abortSignal }));
    stream.end(handedOver(run.secrets, run.stdin));
    const end = await waitForEnd(container, ended, run.timeoutMs, signal);
    if (end !== 'exited') await kill(container);
    if (end === 'aborted') throw cancelled();
    await atMost(TRAILING_MS, ended);
    const { State: state } = await callEngine('inspect', CALL_MS, (abortSignal) => container.inspect({ abortSignal }));
    return {
      exitCode: state.Running ? null : state.ExitCode,
      stdout: hideValues(reader.text('stdout'), run.secrets),
      stderr: hideValues(reader.text('stderr'), run.secrets),
      truncated: reader.truncated,
      outOfMemory: state.OOMKilled,
      timedOut: end === 'timedOut',
    };
  } finally {
    stream.destroy();
  }
}

/**
 * Removes by force, and retries while the engine has trouble. A container that still cannot be removed is left to the
 * reaper: the probe's result matters more.
 */
async function remove(container: Docker.Container): Promise<void> {
  for (const delayMs of [...REMOVE_AGAIN_MS, null]) {
    try {
      await callEngine('remove', CREATE_MS, (abortSignal) => container.remove({ force: true, v: true, abortSignal }));
      return;
    } catch (error) {
      // A refusal means that it is already gone or being removed; a timeout means that the engine hangs, and would hang
      // again.
      if (delayMs === null || (error as EngineError).code !== 'engine_unreachable') return;
      await pause(delayMs);
    }
  }
}
