const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What must be stopped when the demo ends, however it ends. */
export interface TakeDown {
  add(step: () => Promise<void>): void;
  /** Stops everything, last started first; safe to call twice. */
  end(): Promise<void>;
  /**
   * On Ctrl-C and similar signals, and when npm ends, stops everything and ends the process. `exitCode` is evaluated at that
   * moment.
   */
  onSignals(exitCode: () => number): void;
  /** Stops everything and ends the process when the reader of the output is gone (`| head`) or on an uncaught error. */
  onBrokenOutput(): void;
}

export function createTakeDown(say: (line: string) => void): TakeDown {
  const steps: (() => Promise<void>)[] = [];
  let ending: Promise<void> | undefined;
  const endAll = async (): Promise<void> => {
    for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
      // One component that fails to stop must not keep the others running.
      await step().catch((error: unknown) => say(`! ${String(error)}`));
    }
  };
  const end = (): Promise<void> => {
    ending ??= endAll();
    return ending;
  };
  /** Ends the process only once any component that came up in the meantime has been stopped too. */
  const endProcess = async (exitCode: number): Promise<void> => {
    let awaited: Promise<void>;
    do {
      awaited = end();
      await awaited;
    } while (awaited !== ending);
    process.exit(exitCode);
  };
  return {
    add: (step) => {
      // Something that comes up while everything is being stopped must not stay.
      if (ending !== undefined) ending = ending.then(step).catch((error: unknown) => say(`! ${String(error)}`));
      else steps.push(step);
    },
    end,
    onBrokenOutput: () => {
      for (const stream of [process.stdout, process.stderr]) stream.on('error', () => void endProcess(0));
      process.on('uncaughtException', (error) => {
        say(`! ${error.message}`);
        void endProcess(1);
      });
    },
    onSignals: (exitCode) => {
      // A permanent listener: otherwise an impatient second Ctrl-C would leave components running.
      const stop = (): void => {
        if (ending === undefined) say('\nstopping everything that was started…');
        // The exit code is evaluated now, because a demo being stopped may later look complete.
        void endProcess(exitCode());
      };
      for (const signal of SIGNALS) process.on(signal, stop);
      whenNpmEnds(stop);
    },
  };
}

const LOOK_EVERY_MS = 500;

/** A signal to npm ends npm and its shell, which passes none on: this process would go on, with another parent. */
function whenNpmEnds(stop: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const { ppid } = process;
  const looking = setInterval(() => {
    if (process.ppid === ppid) return;
    clearInterval(looking);
    stop();
  }, LOOK_EVERY_MS);
  looking.unref();
}
