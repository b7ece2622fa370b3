import { InvalidInputError } from '../text/errors';
import { shown } from '../text/read-fields';

export const INCIDENT_ID_PATTERN = /^[A-Z0-9-]{1,64}$/;

/** The given incident id, in upper case. @throws InvalidInputError with the caller's hint if it is not one. */
export function readIncidentId(raw: string, field: string, hint?: string): string {
  const id = raw.trim();
  // Checked before upper-casing, which would turn ß into SS and so change the id.
  if (/^[A-Za-z0-9-]+$/.test(id) && INCIDENT_ID_PATTERN.test(id.toUpperCase())) return id.toUpperCase();
  const options = hint === undefined ? {} : { hint };
  throw new InvalidInputError(field, `${shown(raw)} is not an incident id`, '1 to 64 letters, digits and hyphens', options);
}

/** `PROD-20260101-`, in UTC. */
export function incidentIdPrefixOf(prefix: string, date: Date): string {
  return `${prefix}-${date.toISOString().slice(0, 10).replace(/-/g, '')}-`;
}

/** `PROD-20260101-001`. */
export function incidentIdOf(prefix: string, date: Date, number: number): string {
  return `${incidentIdPrefixOf(prefix, date)}${String(number).padStart(3, '0')}`;
}

/** The form of a generated id, for a dry run that assigns none. */
export function placeholderIncidentId(prefix: string): string {
  return `${prefix}-YYYYMMDD-NNN`;
}
