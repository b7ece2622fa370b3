import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const READY_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 50;

export interface SideProcess {
  readonly pid: number;
  stop(): Promise<void>;
}

/** A Node process beside the bench. Resolves once it has printed `ready`; its log is a file, as in production. */
export async function startSideProcess(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  ready: string,
): Promise<SideProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'incident-bench-'));
  const logFile = join(folder, 'log');
  const out = openSync(logFile, 'a');
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, args, { cwd: folder, env: { PATH, HOME, ...env }, stdio: ['ignore', out, out] });
  closeSync(out);
  const endWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const giveUpAt = Date.now() + READY_WITHIN_MS;
  while (!readFileSync(logFile, 'utf8').includes(ready)) {
    if (hasEnded(child) || Date.now() > giveUpAt) {
      endWithUs();
      throw new Error(`${args[0]} did not start: ${readFileSync(logFile, 'utf8').trim().split('\n').slice(-3).join(' | ')}`);
    }
    await pause(LOOK_EVERY_MS);
  }
  return {
    pid: child.pid ?? 0,
    async stop() {
      process.removeListener('exit', endWithUs);
      if (!hasEnded(child)) {
        const gone = once(child, 'exit');
        child.kill('SIGTERM');
        await gone;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;
