import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

const REPORT_EVERY_MS = 5_000;
/** A report that is older comes from a worker that is stuck, stopped or gone. */
const STALE_AFTER_MS = 20_000;

/** What a worker last said of itself. */
export interface HealthReport {
  readonly pid: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Why the worker does no work; null when it does. */
  readonly problem: string | null;
}

/**
 * Writes at once, and again every few seconds, how the worker is. Only this process writes it, from its event loop: a
 * worker that is stuck cannot. Returns how to stop, which removes the file.
 * @throws when the file cannot be written at once; later failures leave the report to go stale.
 */
export function keepHealthFile(file: string, problem: () => string | null): () => void {
  const write = (): void => {
    const report: HealthReport = { pid: process.pid, at: Date.now(), problem: problem() };
    // Renamed when whole, so that no reader meets half of it.
    // Made, not followed: the folder may be everybody's, and what stands there a link to a file of ours.
    rmSync(`${file}.new`, { force: true });
    writeFileSync(`${file}.new`, JSON.stringify(report), { flag: 'wx' });
    renameSync(`${file}.new`, file);
  };
  write();
  const timer = setInterval(() => {
    try {
      write();
    } catch {
      // The check says how old the last report is.
    }
  }, REPORT_EVERY_MS).unref();
  return () => {
    clearInterval(timer);
    rmSync(file, { force: true });
  };
}

/** Why the worker that writes the file is unhealthy; null when it is healthy. */
export function readHealth(file: string, now: number): string | null {
  let report: HealthReport;
  try {
    report = JSON.parse(readFileSync(file, 'utf8')) as HealthReport;
  } catch (error) {
    return `no worker report in ${file}: ${(error as Error).message}`;
  }
  const { pid, at, problem } = report;
  if (!isAlive(pid)) return `worker process ${pid} is not running`;
  if (now - at > STALE_AFTER_MS) return `worker process ${pid} is stuck: it last reported ${Math.round((now - at) / 1_000)} s ago`;
  return problem;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user may not be signalled, and lives.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
