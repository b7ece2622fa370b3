import { readFileSync } from 'node:fs';

/** Clock ticks a second in /proc: 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4_096;

export interface Usage {
  readonly residentMb: number;
  /** Processor time since the process began. */
  readonly cpuSeconds: number;
}

/** What a process holds and has used; null where there is no /proc, or no such process. */
export function usageOf(pid: number): Usage | null {
  try {
    // The command's name stands in parentheses and may itself hold spaces: what counts comes after the last one.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [userTicks, systemTicks, pages] = [fields[11], fields[12], fields[21]].map(Number) as [number, number, number];
    return { residentMb: (pages * PAGE_BYTES) / 1024 ** 2, cpuSeconds: (userTicks + systemTicks) / TICKS_PER_SECOND };
  } catch {
    return null;
  }
}
