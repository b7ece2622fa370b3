import type { ContainerRun } from '../../src/containers/port';

/** A sample container; pass what matters to the test. */
export function sampleRun(changes: Partial<ContainerRun> = {}): ContainerRun {
  return {
    name: 'incident-test-probe-1',
    replaces: [],
    image: 'probe',
    command: ['true'],
    env: {},
    secrets: {},
    stdin: '',
    network: null,
    hosts: {},
    nameServers: true,
    timeoutMs: 10_000,
    memoryBytes: 32 * 1024 * 1024,
    cpus: 0.5,
    pids: 32,
    labels: {},
    ...changes,
  };
}
