/** Workflow time (RFC 3339, UTC), the same in every replay. */
export function now(): string {
  return new Date().toISOString();
}
