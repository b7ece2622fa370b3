import { EngineError } from './errors';
import type { ContainerEngine, ContainerExit } from './port';
import { runForDoctor } from './run-for-doctor';

/** The address where most clouds serve a machine's credentials. */
const METADATA = '169.254.169.254';
const SECONDS = 3;
const TRY = `if timeout ${SECONDS} nc ${METADATA} 80 -e true 2> /dev/null < /dev/null; then echo reached; else echo closed; fi`;

/**
 * Whether a container can run on each network, and whether it can reach a metadata service from there. Probes never go there,
 * but a script could.
 * @throws EngineError with a line for each network, if something is wrong with one, or if that is impossible to find out.
 */
export async function lookAtNetworks(engine: ContainerEngine, image: string, networks: readonly string[]): Promise<string> {
  const looked = await Promise.allSettled(networks.map((network) => lookAtNetwork(engine, image, network)));
  const failures = looked.flatMap((one) => (one.status === 'rejected' ? [one.reason as EngineError] : []));
  const lines = looked.map((one) => (one.status === 'fulfilled' ? one.value : (one.reason as EngineError).message)).join('\n');
  const [first] = failures;
  if (first === undefined) return lines;
  const hint = [...new Set(failures.flatMap((failure) => failure.hint ?? []))].join('\n');
  throw new EngineError(first.code, lines, { retryable: false, cause: first, hint });
}

async function lookAtNetwork(engine: ContainerEngine, image: string, network: string): Promise<string> {
  const exit = await runOn(engine, image, network);
  switch (exit.stdout.trim()) {
    case 'closed':
      return `a container on network "${network}" cannot reach a metadata service (${METADATA})`;
    case 'reached':
      throw new EngineError('engine_refused', `a container on network "${network}" can reach the metadata service ${METADATA}`, {
        retryable: false,
        hint: "The built-in probes do not contact it, but a runbook's script could. To block it, run deploy/probe-network.sh on the engine's host.",
      });
    default:
      throw new EngineError('engine_refused', `couldn't determine what a container on network "${network}" can reach`, {
        retryable: false,
        hint: `Check that the probe image ${image} can run sh, timeout and nc.`,
      });
  }
}

async function runOn(engine: ContainerEngine, image: string, network: string): Promise<ContainerExit> {
  try {
    return await runForDoctor(engine, { image, command: ['sh', '-c', TRY], network });
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'engine_refused') throw error;
    throw new EngineError('engine_refused', `couldn't run a container on network "${network}": ${error.message}`, {
      retryable: false,
      cause: error,
      hint: `Create network "${network}" on the engine's host, or change probeNetworks in the configuration.`,
    });
  }
}
