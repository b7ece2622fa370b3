import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

const REPORT_EVERY_MS = 5_000;
/** An older report comes from a worker that is stuck, stopped or gone. */
const STALE_AFTER_MS = 20_000;

/** What a worker last reported about itself. */
export interface HealthReport {
  readonly pid: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Why the worker is not working; null if it is. */
  readonly problem: string | null;
}

/**
 * Writes the worker's health at once and then every few seconds. Only this process writes it, from its event loop, so a
 * stuck worker cannot. Returns a function that stops it and removes the file.
 * @throws if the first write fails; after later failures the report goes stale.
 */
export function keepHealthFile(file: string, problem: () => string | null): () => void {
  const write = (): void => {
    const report: HealthReport = { pid: process.pid, at: Date.now(), problem: problem() };
    // The temporary file is always created, never followed: the folder may be writable by anyone, and the path may be a link
    // to another file of ours. It is renamed when complete, so that no reader sees a half-written report.
    rmSync(`${file}.new`, { force: true });
    writeFileSync(`${file}.new`, JSON.stringify(report), { flag: 'wx' });
    renameSync(`${file}.new`, file);
  };
  write();
  const timer = setInterval(() => {
    try {
      write();
    } catch {
      // The health check sees how old the last report is.
    }
  }, REPORT_EVERY_MS).unref();
  return () => {
    clearInterval(timer);
    rmSync(file, { force: true });
  };
}

/** Why the worker that writes the file is unhealthy; null if it is healthy. */
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
    // A process of another user cannot be signalled, but it is alive.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
