import type Docker from 'dockerode';
import { callEngine, isNameTaken, statusCodeOf } from '../call-engine';
import { connectDocker } from '../connect-docker';
import { BY_HAND, containerSpec, KEPT, ownLabels } from '../container-spec';
import type { DockerEngineOptions } from '../docker-engine';
import { EngineError } from '../errors';
import { refuseNetwork } from '../networks';
import type { ContainerRun, KeptContainers } from '../port';
import { runOnce } from './run-once';

const CREATE_MS = 10_000;
const CALL_MS = 5_000;

/** Containers that are kept, over Docker's API, which Podman's socket speaks too. Contacts nothing until it is used. */
export function createKeptContainers(options: Omit<DockerEngineOptions, 'maxConcurrent'> = {}): KeptContainers {
  const { dockerHost, now = () => new Date(), allowedNetworks = ['bridge'], installation = BY_HAND } = options;
  const docker = connectDocker(dockerHost);
  return {
    async engine() {
      // The library accepts options here, but its types do not say so.
      const ask = docker.info.bind(docker) as unknown as (options: { abortSignal: AbortSignal }) => Promise<unknown>;
      return engineOf(await callEngine('info', CALL_MS, (abortSignal) => ask({ abortSignal })));
    },
    async create(run) {
      refuseNetwork(run.network, allowedNetworks);
      return create(docker, run, now(), installation);
    },
    runOnce: (run, { signal } = {}) => runOnce(docker, run, signal),
    async remove(id) {
      try {
        await callEngine('remove', CREATE_MS, (abortSignal) => docker.getContainer(id).remove({ v: true, abortSignal }));
      } catch (error) {
        const status = statusCodeOf((error as EngineError).cause);
        // It is gone, is being removed, or runs. Podman answers 500 for one that runs.
        if (status !== 404 && status !== 409 && !(status === 500 && /running/.test((error as Error).message))) throw error;
      }
    },
  };
}

/** What stays the same when an engine is restarted. Podman makes up another id for each answer. */
function engineOf(answer: unknown): string {
  const { ID: id, Name: name, DockerRootDir: folder, Rootless: rootless } = answer as Record<string, unknown>;
  return rootless === undefined ? String(id) : `${name}:${folder}`;
}

/**
 * The name is taken if the answer to an earlier call was lost. That container is the one, if its labels say so; nobody else
 * starts it, and it is never replaced, since it may have run.
 */
async function create(docker: Docker, run: ContainerRun, now: Date, installation: string): Promise<string> {
  // Without `_query` the library would put the whole specification into the URL. With an abort signal, an aborted create
  // could still make a container that no one knows about.
  const specification = {
    _query: { name: run.name },
    _body: containerSpec(run, now, installation, KEPT),
  } as unknown as Docker.ContainerCreateOptions;
  try {
    return (await callEngine('create', CREATE_MS, () => docker.createContainer(specification))).id;
  } catch (error) {
    if (!isNameTaken(error)) throw error;
    const found = await callEngine('inspect', CALL_MS, (abortSignal) => docker.getContainer(run.name).inspect({ abortSignal }));
    const labels = found.Config.Labels;
    if (Object.entries(ownLabels(run)).every(([name, value]) => labels[name] === value)) return found.Id;
    throw new EngineError('engine_refused', `there is another container named ${run.name}, so none was created`, {
      retryable: false,
      hint: 'Find out what it is; remove it, and propose the action again.',
    });
  }
}
