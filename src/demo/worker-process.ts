import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface WorkerProcess {
  readonly pid: number | undefined;
  /** Kills the worker like a crash: no clean-up. */
  crash(): Promise<void>;
  /** Starts a new worker after a crash or a stop. */
  restart(): void;
  /** Stops the worker as an operator would, and waits until it is gone. */
  stop(): Promise<void>;
}

const RESTART_AFTER_MS = 1_000;
/** The worker's exit code for an invalid configuration. */
const BAD_CONFIGURATION = 2;
const LAST_LINES = 5;
/** The worker's own limit for its shutdown is 20 s. */
const GIVE_UP_MS = 25_000;

/** Runs the worker of `npm start` in its own process, with its log in a file; one that dies unexpectedly is replaced. */
export function startWorkerProcess(options: { env: NodeJS.ProcessEnv; logFile: string; say: (line: string) => void }): WorkerProcess {
  const { env, logFile, say } = options;
  const entry = join(__dirname, '..', 'worker.js');
  let child: ChildProcess | undefined;
  let expected = false;

  const start = (): void => {
    expected = false;
    const log = openSync(logFile, 'a', 0o600);
    // A process group of its own: Ctrl-C goes to the demo, which stops its children one by one.
    const started = spawn(process.execPath, [entry], { env, stdio: ['ignore', log, log], detached: true });
    closeSync(log);
    child = started;
    started.once('exit', (code, signal) => {
      if (!expected && child === started) replace(started, code, signal);
    });
  };
  const replace = (ended: ChildProcess, code: number | null, signal: string | null): void => {
    if (code === BAD_CONFIGURATION) {
      say(`! the worker cannot start:\n${lastLines(logFile)}`);
      return;
    }
    say(`! the worker exited (${signal ?? `code ${code}`}); starting another one`);
    // A worker that cannot start at all must not be restarted in a tight loop.
    setTimeout(() => child === ended && !expected && start(), RESTART_AFTER_MS).unref();
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    expected = true;
    const ending = child;
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    const gone = once(ending, 'exit');
    ending.kill(signal);
    const force = setTimeout(() => ending.kill('SIGKILL'), GIVE_UP_MS);
    await gone;
    clearTimeout(force);
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

function lastLines(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-LAST_LINES).join('\n');
}
