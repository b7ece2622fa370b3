import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { join } from 'node:path';

export interface WorkerProcess {
  readonly pid: number | undefined;
  /** Kills the worker as a crash would: no clean-up, no goodbye. */
  crash(): Promise<void>;
  /** Starts another one after a crash. */
  restart(): void;
  /** Ends it as an operator would, and waits until it is gone. */
  stop(): Promise<void>;
}

/** Runs `npm start`'s worker as a process of its own, its log in a file; one that dies uninvited is replaced. */
export function startWorkerProcess(options: {
  env: NodeJS.ProcessEnv;
  logFile: string;
  onRestart: (reason: string) => void;
}): WorkerProcess {
  const { env, logFile, onRestart } = options;
  const entry = join(__dirname, '..', 'worker.js');
  let child: ChildProcess | undefined;
  let expected = false;

  const start = (): void => {
    expected = false;
    const log = openSync(logFile, 'a');
    const started = spawn(process.execPath, [entry], { env, stdio: ['ignore', log, log] });
    child = started;
    started.once('exit', (code, signal) => {
      if (expected || child !== started) return;
      onRestart(`the worker ended (${signal ?? `exit ${code}`}); starting another one`);
      // A worker that cannot start at all must not be restarted in a tight loop.
      setTimeout(() => child === started && !expected && start(), 1_000).unref();
    });
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    expected = true;
    const ending = child;
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    const gone = once(ending, 'exit');
    ending.kill(signal);
    await gone;
  };
  start();
  return {
    get pid() {
      return child?.pid;
    },
    crash: () => end('SIGKILL'),
    restart: start,
    stop: () => end('SIGTERM'),
  };
}
