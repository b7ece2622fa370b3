const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Takes the signals with which an operator, npm and a container's engine end a process. Until there is something to
 * drain the process ends at once, whatever it waits for.
 */
export function takeStopSignals(): { readonly drainFromNowOn: () => Promise<void> } {
  let act = (): void => process.exit(0);
  // Each time, not once: npm hands on a Ctrl-C that the terminal has sent already, and the default would kill.
  for (const signal of SIGNALS) process.on(signal, () => act());
  return {
    drainFromNowOn: () =>
      new Promise((resolve) => {
        act = resolve;
      }),
  };
}
