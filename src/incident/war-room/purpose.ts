/** The purpose of a war room. It bears the incident's id, by which a later attempt knows a room as this incident's. */
export function purposeOf(incidentId: string): string {
  return `War room of incident:${incidentId}`;
}

/** The id of the incident that a room's purpose names; null: it names none. */
export function incidentNamedIn(purpose: string): string | null {
  return /incident:([A-Z0-9-]+)/.exec(purpose)?.[1] ?? null;
}
