import { readFileSync } from 'node:fs';

/** Clock ticks per second in /proc: 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4_096;

export interface Usage {
  readonly residentMb: number;
  /** Processor time since the process started. */
  readonly cpuSeconds: number;
}

/** The memory a process holds and the CPU time it has used; null without /proc, or if there is no such process. */
export function usageOf(pid: number): Usage | null {
  try {
    // The command name, in parentheses, may itself contain spaces and parentheses; the fields start after the last `)`.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [userTicks, systemTicks, pages] = [fields[11], fields[12], fields[21]].map(Number) as [number, number, number];
    return { residentMb: (pages * PAGE_BYTES) / 1024 ** 2, cpuSeconds: (userTicks + systemTicks) / TICKS_PER_SECOND };
  } catch {
    return null;
  }
}

/** Seconds of processor time used during a measurement. */
export interface CpuUse {
  readonly server: number;
  readonly worker: number;
  /** CPU time of everything else on the machine: engine, containers, the bench itself and other users. */
  readonly rest: number;
}

/** Starts watching; the returned function says what has been used so far. Null without /proc. */
export function startCpuWatch(pids: { readonly server: number; readonly worker: number }): () => CpuUse | null {
  const look = () => ({ server: usageOf(pids.server), worker: usageOf(pids.worker), all: machineCpuSeconds() });
  const before = look();
  return () => {
    const after = look();
    if (!before.server || !before.worker || !after.server || !after.worker || before.all === null || after.all === null) return null;
    const server = after.server.cpuSeconds - before.server.cpuSeconds;
    const worker = after.worker.cpuSeconds - before.worker.cpuSeconds;
    return { server, worker, rest: after.all - before.all - server - worker };
  };
}

/** Processor time of the whole machine since boot; null without /proc. */
function machineCpuSeconds(): number | null {
  try {
    const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = (readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? '')
      .split(/\s+/)
      .slice(1)
      .map(Number);
    return (user + nice + system + irq + softirq) / TICKS_PER_SECOND;
  } catch {
    return null;
  }
}
