const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What must be ended when the demo ends, however it ends. */
export interface TakeDown {
  add(step: () => Promise<void>): void;
  /** Ends everything, the last one up first; safe to call twice. */
  end(): Promise<void>;
  /** Ends everything on Ctrl-C and its like, then the process. `exitCode` is asked at that time. */
  onSignals(exitCode: () => number): void;
  /** Ends everything, then the process, when whoever reads the output has gone (`| head`), or when something escapes every promise. */
  onBrokenOutput(): void;
}

export function createTakeDown(say: (line: string) => void): TakeDown {
  const steps: (() => Promise<void>)[] = [];
  let ending: Promise<void> | undefined;
  const endAll = async (): Promise<void> => {
    for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
      // One that cannot be taken down must not keep the others up.
      await step().catch((error: unknown) => say(`! ${String(error)}`));
    }
  };
  const end = (): Promise<void> => {
    ending ??= endAll();
    return ending;
  };
  /** What comes up meanwhile makes the end later. */
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
      // What comes up while everything goes down must not stay.
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
      // Each time, not once: an impatient second Ctrl-C would leave behind what is still up.
      for (const signal of SIGNALS) {
        process.on(signal, () => {
          if (ending === undefined) say('\nstopping everything that was started…');
          // Asked now: what is ended meanwhile may look as if it were complete.
          void endProcess(exitCode());
        });
      }
    },
  };
}
