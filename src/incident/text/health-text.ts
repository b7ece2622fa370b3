/** The health that an investigation has found, for people: `82/100`. Null: it could not be judged. */
export function healthText(health: number | null): string {
  return health === null ? 'unknown' : `${health}/100`;
}
