/** What changed, so that a page draws it again. */
export interface Change {
  /** Null if it concerns no single channel. */
  readonly channel: string | null;
}

/** Tells everyone who listens about every change. */
export class Changes {
  readonly #listeners = new Set<(change: Change) => void>();

  announce(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }

  /** Returns what ends it. */
  listen(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
