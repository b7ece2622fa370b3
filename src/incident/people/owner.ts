import type { IncidentState } from '../model/state';
import { cleanLine } from '../text/clean-text';

const MAX_CHARS = 80;

/** The incident's owner: the commander, else whoever acknowledged; null if there is neither. */
export function ownerOf({ roles, acknowledgedBy }: IncidentState): string | null {
  return roles.commander?.name ?? acknowledgedBy;
}

/** The owner as shown to everyone who can list incidents: null for a private incident. */
export function publicOwnerOf(state: IncidentState): string | null {
  const owner = ownerOf(state);
  return owner === null || state.incident?.privacy !== 'public' ? null : cleanLine(owner, MAX_CHARS);
}
