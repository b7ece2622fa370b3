import { incidentNamedIn } from '../../incident/war-room/purpose';
import type { Desk } from './desk';

/**
 * The incident whose room a channel is; null if it is no incident's room. People can edit a purpose, so it only says where to
 * look. The incident itself must say that this is its room: by the channel's name, which no two channels of a workspace share and
 * which needs no worker, or by its id, if the channel was renamed.
 * @throws ServiceUnreachableError, ChatError
 */
export async function incidentOfRoom({ call, incidents, botUserId }: Desk, channelId: string): Promise<string | null> {
  const { channel } = await call('conversations.info', (client) => client.conversations.info({ channel: channelId }), { urgency: 1 });
  if (channel?.creator === undefined || channel.creator !== (await botUserId())) return null;
  const incidentId = incidentNamedIn(channel.purpose?.value ?? '');
  if (incidentId === null) return null;
  try {
    const { known } = await incidents.look(incidentId);
    if (known.channel !== null && known.channel === channel.name) return incidentId;
    const { state } = await incidents.read(incidentId);
    return state?.warRoom?.channelId === channelId ? incidentId : null;
  } catch (error) {
    if ((error as { code?: string }).code === 'no_such_incident') return null;
    throw error;
  }
}
