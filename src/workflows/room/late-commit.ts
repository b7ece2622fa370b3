/** A post whose answer was lost may still be committed this long after: the call's own limit and some more. */
export const LATE_COMMIT_MS = 15_000;
