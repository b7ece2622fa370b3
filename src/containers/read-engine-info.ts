import type { EngineInfo } from './port';

/** The parts that matter of the engine's answer to `info`. */
export interface EngineAnswer {
  readonly ServerVersion: string;
  readonly NCPU: number;
  readonly MemoryLimit?: boolean;
  readonly PidsLimit?: boolean;
  readonly CpuCfsQuota?: boolean;
  readonly CgroupVersion?: string;
  /** Only Podman says so here. */
  readonly Rootless?: boolean;
}

/** Rootless Podman says that it limits everything, but with cgroup v1 it limits nothing. */
export function readEngineInfo({ ServerVersion, NCPU, Rootless, CgroupVersion, ...limits }: EngineAnswer): EngineInfo {
  const limitsNothing = Rootless === true && CgroupVersion === '1';
  const { MemoryLimit, PidsLimit, CpuCfsQuota } = limits;
  const all = [
    ['memory', MemoryLimit],
    ['processes', PidsLimit],
    ['processor time', CpuCfsQuota],
  ] as const;
  return { version: ServerVersion, cpus: NCPU, unlimited: all.flatMap(([what, does]) => (limitsNothing || does === false ? [what] : [])) };
}
