/** The exit codes of the worker and of every command. */
export const EXIT = { done: 0, failed: 1, usage: 2, unreachable: 3, missing: 4, refused: 5, timeout: 6, interrupted: 130 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
