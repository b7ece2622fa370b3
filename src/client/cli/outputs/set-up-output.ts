/**
 * What `setup` added, and how long the namespace keeps closed incidents. If that is too short, `command` says how to extend
 * it.
 */
export interface SetUp {
  readonly added: readonly string[];
  readonly retention: { readonly days: number; readonly command: string | null };
}

export interface CheckResult {
  readonly name: string;
  readonly ok: boolean;
  readonly found: string;
  /** What someone must do; empty if nothing is wrong. */
  readonly mend: string;
  /** The exit code that it asks for; 0 for a warning. */
  readonly exit: number;
}
