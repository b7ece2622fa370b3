import type { IncidentState } from '../model/state';
import { cleanLine } from '../text/clean-text';

const MAX_CHARS = 80;

/** Who leads the incident: who is in command, else who has acknowledged it; null: nobody. */
export function ownerOf({ roles, acknowledgedBy }: IncidentState): string | null {
  return roles.commander?.name ?? acknowledgedBy;
}

/** The same where everybody who may list incidents sees it: of a private incident nobody is named. */
export function publicOwnerOf(state: IncidentState): string | null {
  const owner = ownerOf(state);
  return owner === null || state.incident?.privacy !== 'public' ? null : cleanLine(owner, MAX_CHARS);
}
