import { isOfPublic } from '../../incident/model/incident';
import type { Look, Reading } from './read-state';

/** What reads incidents by their ids. */
export interface Readable {
  look(incidentId: string): Promise<Look>;
  read(incidentId: string): Promise<Reading>;
}

/** Whether an incident exists for someone who is not in its room: never, if it is private. Until that is known, it counts as private. */
export function isPublic({ state, known }: Pick<Reading, 'state' | 'known'>): boolean {
  if (state === null) return isOfPublic(known.title);
  return state.incident?.privacy === 'public' && (state.warRoom === null || state.warRoom.privacy === 'public');
}

/**
 * An incident as it is seen from outside its room; null if it does not exist there. A worker is asked only about one that is
 * public as far as the server knows, so that a private one is answered as quickly as one that does not exist.
 * @throws ServiceUnreachableError
 */
export async function seenFromOutside(incidents: Readable, incidentId: string): Promise<Reading | null> {
  try {
    const { known } = await incidents.look(incidentId);
    if (!isOfPublic(known.title)) return null;
    const reading = await incidents.read(incidentId);
    return isVisible(reading) ? reading : null;
  } catch (error) {
    if ((error as { code?: string }).code === 'no_such_incident') return null;
    throw error;
  }
}

/** The same of one that has been read: one of which a later alert asked for privacy does not exist outside either. */
export function isVisible(reading: Reading): boolean {
  return isPublic(reading) && reading.state?.asksForPrivacy !== true;
}
