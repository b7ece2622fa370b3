/** How long a post whose answer was lost may still be committed: the call's own limit plus a margin. */
export const LATE_COMMIT_MS = 15_000;
