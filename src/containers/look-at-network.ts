import { EngineError } from './errors';
import type { ContainerEngine } from './port';

/** The address where most clouds serve a machine's credentials. */
const METADATA = '169.254.169.254';
const SECONDS = 3;
const MB = 1024 * 1024;

/**
 * Whether a container on this network can reach a metadata service. Probes never go there, but a script could.
 * @throws EngineError if it can, or if that is impossible to find out.
 */
export async function lookAtNetwork(engine: ContainerEngine, image: string, network: string): Promise<string> {
  const exit = await engine.run({
    name: `incident-doctor-${process.pid}-${Date.now()}`,
    replaces: [],
    image,
    command: [
      'sh',
      '-c',
      `if timeout ${SECONDS} nc ${METADATA} 80 -e true 2> /dev/null < /dev/null; then echo reached; else echo closed; fi`,
    ],
    env: {},
    secrets: {},
    stdin: '',
    network,
    hosts: {},
    nameServers: false,
    timeoutMs: 10_000,
    memoryBytes: 16 * MB,
    cpus: 0.5,
    pids: 16,
    labels: { incident: 'doctor' },
  });
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
      });
  }
}
