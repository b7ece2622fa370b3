import type { ContainerEngine, ContainerExit } from './port';

const MB = 1024 * 1024;
let count = 0;

/** Runs a short command in a container like a probe's, to find something out about the engine or an image. */
export function runForDoctor(
  engine: Pick<ContainerEngine, 'run'>,
  { image, command, network }: { readonly image: string; readonly command: readonly string[]; readonly network: string | null },
): Promise<ContainerExit> {
  count += 1;
  return engine.run({
    name: `incident-doctor-${process.pid}-${Date.now()}-${count}`,
    replaces: [],
    image,
    command,
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
}
