const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Takes over the signals that an operator, npm or a container engine sends to stop a process. Until there is something to
 * drain, the process exits at once, whatever it is waiting for.
 */
export function takeStopSignals(): { readonly drainFromNowOn: () => Promise<void> } {
  let act = (): void => process.exit(0);
  // A permanent listener, not `once`: npm repeats a Ctrl-C that the terminal has already sent, and the default would kill
  // the process.
  for (const signal of SIGNALS) process.on(signal, () => act());
  return {
    drainFromNowOn: () =>
      new Promise((resolve) => {
        act = resolve;
      }),
  };
}
