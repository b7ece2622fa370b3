import type { Reading } from '../../client/temporal/read-state';
import { isOfPublic } from '../../incident/model/incident';
import type { Desk } from './desk';

/** Whether an incident exists for someone who is not in its room: never, if it is private. Until that is known, it counts as private. */
export function isPublic({ state, known }: Pick<Reading, 'state' | 'known'>): boolean {
  if (state === null) return isOfPublic(known.title);
  return state.incident?.privacy === 'public' && (state.warRoom === null || state.warRoom.privacy === 'public');
}

/** An incident as it is seen from outside its room; null if it does not exist there. @throws ServiceUnreachableError */
export async function seenFromOutside({ incidents }: Desk, incidentId: string): Promise<Reading | null> {
  try {
    const reading = await incidents.read(incidentId);
    return isPublic(reading) ? reading : null;
  } catch (error) {
    if ((error as { code?: string }).code === 'no_such_incident') return null;
    throw error;
  }
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
