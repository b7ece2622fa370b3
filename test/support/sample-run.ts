import type { ContainerRun } from '../../src/containers/port';

/** A container of the tests; give what matters to the case. */
export function sampleRun(changes: Partial<ContainerRun> = {}): ContainerRun {
  return {
    name: 'incident-test-probe-1',
    replaces: [],
    image: 'probe',
    command: ['true'],
    env: {},
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
