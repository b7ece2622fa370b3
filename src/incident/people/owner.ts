import type { IncidentState } from '../model/state';
import { cleanLine } from '../text/clean-text';

const MAX_CHARS = 80;

/** Who leads the incident: the commander, else whoever acknowledged; null if there is no one. */
export function ownerOf({ roles, acknowledgedBy }: IncidentState): string | null {
  return roles.commander?.name ?? acknowledgedBy;
}

/** The same, where everyone who can list incidents sees it: null for a private incident. */
export function publicOwnerOf(state: IncidentState): string | null {
  const owner = ownerOf(state);
  return owner === null || state.incident?.privacy !== 'public' ? null : cleanLine(owner, MAX_CHARS);
}
