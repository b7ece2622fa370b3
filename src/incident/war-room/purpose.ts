/** The purpose of a war room. It contains the incident's id, by which a later attempt recognises the room. */
export function purposeOf(incidentId: string): string {
  return `War room for incident:${incidentId}`;
}

/** The incident id in a room's purpose; null if there is none. */
export function incidentNamedIn(purpose: string): string | null {
  return /incident:([A-Z0-9-]+)/.exec(purpose)?.[1] ?? null;
}
