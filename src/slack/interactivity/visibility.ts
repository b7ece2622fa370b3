import { seenFromOutside } from '../../client/temporal/seen-from-outside';
import { isOfPublic } from '../../incident/model/incident';
import type { Desk } from './desk';

/**
 * Whether an incident still exists for someone who submits a form about it. A form outlives its reader's time in the room in
 * which it was opened (`room`); null if the incident was chosen in the form. @throws ServiceUnreachableError, ChatError
 */
export async function existsInForm(desk: Desk, incidentId: string, room: string | null, userId: string): Promise<boolean> {
  if (room === null) return (await seenFromOutside(desk.incidents, incidentId)) !== null;
  const { known } = await desk.incidents.look(incidentId);
  return isOfPublic(known.title) || (await isMember(desk, room, userId));
}

const MEMBERS_A_PAGE = 1_000;

/** Whether a person is in a channel. @throws ChatError */
export async function isMember({ call }: Pick<Desk, 'call'>, channel: string, userId: string): Promise<boolean> {
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
