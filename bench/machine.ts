import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

export interface Machine {
  readonly cpus: number;
  readonly model: string;
  readonly memoryMb: number;
  readonly node: string;
  /**
   * Load average of the last minute before the bench. If it exceeds a small fraction of the number of processors, the
   * latencies mean little.
   */
  readonly loadBefore: number;
}

export function describeMachine(): Machine {
  const [first] = cpus();
  return {
    cpus: availableParallelism(),
    model: first?.model.trim() ?? 'unknown',
    memoryMb: Math.round(totalmem() / 1024 ** 2),
    node: process.versions.node,
    loadBefore: loadavg()[0] ?? Number.NaN,
  };
}
