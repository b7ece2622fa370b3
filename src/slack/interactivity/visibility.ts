import type { Reading } from '../../client/temporal/read-state';
import { isOfPublic } from '../../incident/model/incident';
import type { Desk } from './desk';

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
export async function seenFromOutside({ incidents }: Desk, incidentId: string): Promise<Reading | null> {
  try {
    const { known } = await incidents.look(incidentId);
    if (!isOfPublic(known.title)) return null;
    const reading = await incidents.read(incidentId);
    return isPublic(reading) && reading.state?.asksForPrivacy !== true ? reading : null;
  } catch (error) {
    if ((error as { code?: string }).code === 'no_such_incident') return null;
    throw error;
  }
}

/**
 * Whether an incident still exists for someone who submits a form about it. A form outlives its reader's time in the room in
 * which it was opened (`room`); null if the incident was chosen in the form. @throws ServiceUnreachableError, ChatError
 */
export async function existsInForm(desk: Desk, incidentId: string, room: string | null, userId: string): Promise<boolean> {
  if (room === null) return (await seenFromOutside(desk, incidentId)) !== null;
  const { known } = await desk.incidents.look(incidentId);
  return isOfPublic(known.title) || (await isMember(desk, room, userId));
}

const MEMBERS_A_PAGE = 1_000;

/** Whether a person is in a channel. @throws ChatError */
export async function isMember({ call }: Desk, channel: string, userId: string): Promise<boolean> {
  let cursor: string | undefined;
  do {
    const page = { channel, limit: MEMBERS_A_PAGE, ...(cursor ? { cursor } : {}) };
    const { members = [], response_metadata: next } = await call('conversations.members', (client) => client.conversations.members(page), {
      urgency: 1,
    });
    if (members.includes(userId)) return true;
    cursor = next?.next_cursor;
  } while (cursor);
  return false;
}
