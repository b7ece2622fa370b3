/** Who is on call. */
export interface OnCallAnswer {
  /** Email addresses, or names where the service knows no address; each once. Empty if no one is on call. */
  readonly users: readonly string[];
  /** When the service said so (RFC 3339, UTC). Older than now if it cannot be reached and this is its last known answer. */
  readonly asOf: string;
  /** The age of the answer in milliseconds; 0 if the service was just asked. */
  readonly ageMs: number;
}

/** Asks one service who is on call now. @throws NotifyError */
export type AskOnCall = (signal?: AbortSignal) => Promise<readonly string[]>;

export interface OnCall {
  /**
   * @param name As in the configuration, and in `@oncall:<name>`.
   * @throws InvalidInputError if no such name is configured.
   * @throws NotifyError if the service cannot be asked and has never answered.
   */
  onCall(name: string, signal?: AbortSignal): Promise<OnCallAnswer>;
}
