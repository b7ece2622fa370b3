import { availableParallelism } from 'node:os';
import { bridgeGateways } from './bridge-gateways';
import { callEngine } from './call-engine';
import { connectDocker } from './connect-docker';
import { BY_HAND } from './container-spec';
import { EngineError } from './errors';
import { limitConcurrency } from './limit-concurrency';
import { refuseNetwork } from './networks';
import type { ContainerEngine } from './port';
import { ensureImage } from './pull-image';
import { type EngineAnswer, readEngineInfo } from './read-engine-info';
import { reapContainers } from './reap-containers';
import { runContainer } from './run-container';

/** `_ping` answers even on a hung engine; `info` does not. */
const INFO_MS = 3_000;
/** Twice the number of processors, at most 8: beyond that only latency grows. */
export const MAX_CONTAINERS = Math.min(8, 2 * availableParallelism());

export interface DockerEngineOptions {
  /** In DOCKER_HOST's form; default: DOCKER_HOST, then the usual socket. */
  readonly dockerHost?: string | undefined;
  readonly now?: () => Date;
  /** Number of containers that may run at once; default `MAX_CONTAINERS`. */
  readonly maxConcurrent?: number;
  /** Networks that probes may use; default `bridge`. `host` only if it is named here. */
  readonly allowedNetworks?: readonly string[];
  /** Distinguishes this installation's containers from others on the same engine; default: a command's. */
  readonly installation?: string;
}

/** A refusal is remembered only briefly, because someone may log in to the registry or load the image in the meantime. */
const KEEP_REFUSAL_MS = 30_000;
/** Bridges rarely change. */
const KEEP_GATEWAYS_MS = 60_000;

/** The container engine over Docker's API, which Podman's socket speaks too. Contacts nothing until it is used. */
export function createDockerEngine(options: DockerEngineOptions = {}): ContainerEngine {
  const { dockerHost, now = () => new Date(), allowedNetworks = ['bridge'], installation = BY_HAND } = options;
  const docker = connectDocker(dockerHost);
  const limited = limitConcurrency(options.maxConcurrent ?? MAX_CONTAINERS);
  let gateways: { readonly at: number; readonly known: Promise<readonly string[]> } | undefined;
  const pulls = new Map<string, Promise<void>>();

  /**
   * Several probes may need the same missing image at once: it is pulled once, and a permanent refusal is remembered for
   * a while.
   */
  const ensureOnce = (image: string): Promise<void> => {
    const known = pulls.get(image);
    if (known !== undefined) return known;
    const pulling = ensureImage(docker, image);
    const forget = (): void => void pulls.delete(image);
    pulls.set(image, pulling);
    pulling.then(forget, (error: EngineError) => (error.retryable ? forget() : void setTimeout(forget, KEEP_REFUSAL_MS).unref()));
    return pulling;
  };
  return {
    async info() {
      // The library accepts options here, but its types do not say so.
      const ask = docker.info.bind(docker) as unknown as (options: { abortSignal: AbortSignal }) => Promise<unknown>;
      return readEngineInfo((await callEngine('info', INFO_MS, (abortSignal) => ask({ abortSignal }))) as EngineAnswer);
    },
    async run(run, { signal } = {}) {
      refuseNetwork(run.network, allowedNetworks);
      return limited(run.labels.incident ?? '', () => runContainer(docker, run, { now, installation }, signal));
    },
    async ensureImage(image, { signal } = {}) {
      await orCancelled(ensureOnce(image), signal);
    },
    async gateways() {
      const at = now().getTime();
      if (gateways === undefined || at - gateways.at > KEEP_GATEWAYS_MS) {
        const asked = { at, known: bridgeGateways(docker) };
        gateways = asked;
        // A failure is not cached.
        asked.known.catch(() => {
          if (gateways === asked) gateways = undefined;
        });
      }
      return gateways.known;
    },
    reap: (at) => reapContainers(docker, installation, at),
  };
}

/** Pulls are shared, so cancelling one caller only ends that caller's wait. */
async function orCancelled<Result>(work: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  if (signal === undefined) return work;
  work.catch(() => undefined);
  return new Promise<Result>((resolve, reject) => {
    const cancel = (): void => reject(new EngineError('cancelled', 'waiting for the image was cancelled', { retryable: false }));
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', cancel));
  });
}
