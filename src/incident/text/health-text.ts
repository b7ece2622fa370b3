/** The health found by an investigation, as human-readable text: `82/100`. Null means it could not be judged. */
export function healthText(health: number | null): string {
  return health === null ? 'unknown' : `${health}/100`;
}
