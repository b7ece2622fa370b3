import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One of the project's programs, in a process of its own. */
export interface KeptProcess {
  readonly pid: number | undefined;
  /** False once it has refused to start, and while it is down. */
  readonly isRunning: boolean;
  /** Kills it like a crash: no clean-up. */
  crash(): Promise<void>;
  /** Starts it again after a crash or a stop. */
  restart(): void;
  /** Stops it as an operator would, and waits until it is gone. */
  stop(): Promise<void>;
}
export interface KeptProcessOptions {
  /** For messages. */
  readonly name: 'worker' | 'gateway';
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  readonly say: (line: string) => void;
}

const RESTART_AFTER_MS = 1_000;
/** The exit code for an invalid configuration. */
const BAD_CONFIGURATION = 2;
const LAST_LINES = 5;
/** The limit of both programs for their shutdown is 20 s. */
const GIVE_UP_MS = 25_000;

/** Runs a program with its log in a file; if it dies unexpectedly, another one is started. */
export function startKeptProcess({ name, env, logFile, say }: KeptProcessOptions): KeptProcess {
  const entry = join(__dirname, '..', `${name}.js`);
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
      say(`! the ${name} cannot start:\n${lastLines(logFile)}`);
      return;
    }
    say(`! the ${name} exited (${signal ?? `code ${code}`}); starting another one`);
    // A program that cannot start at all must not be restarted in a tight loop.
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
    get isRunning() {
      return child !== undefined && child.exitCode === null && child.signalCode === null;
    },
    crash: () => end('SIGKILL'),
    restart: start,
    stop: () => end('SIGTERM'),
  };
}

export function lastLines(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-LAST_LINES).join('\n');
}
