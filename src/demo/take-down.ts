const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What must be ended when the demo ends, however it ends. */
export interface TakeDown {
  add(step: () => Promise<void>): void;
  /** Ends everything, the last one up first; safe to call twice. */
  end(): Promise<void>;
  /** Ends everything on Ctrl-C and its like, then the process. `exitCode` is asked at that time. */
  onSignals(exitCode: () => number): void;
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
  return {
    add: (step) => {
      // What comes up while everything goes down must not stay.
      if (ending !== undefined) ending = ending.then(step).catch((error: unknown) => say(`! ${String(error)}`));
      else steps.push(step);
    },
    end,
    onSignals: (exitCode) => {
      // Each time, not once: an impatient second Ctrl-C would leave behind what is still up.
      for (const signal of SIGNALS) {
        process.on(signal, () => {
          if (ending === undefined) say('\nending what was started…');
          void end().then(() => process.exit(exitCode()));
        });
      }
    },
  };
}
