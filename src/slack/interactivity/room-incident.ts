import { isOfPublic } from '../../incident/model/incident';
import { incidentNamedIn } from '../../incident/war-room/purpose';
import type { Desk } from './desk';
import { isDirect } from './place';

/**
 * The incident whose room a channel is; null if it is no incident's room, or if the bot cannot see it. People can edit a
 * purpose, so it only says where to look. The incident itself must say that this is its room: by the channel's name, which
 * needs no worker, or by its id, if the channel was renamed. The name that a room once had can be given to another channel, so
 * of a private incident it counts only while no worker is running, and only for a private channel.
 * @throws ServiceUnreachableError, ChatError
 */
export async function incidentOfRoom(desk: Desk, channelId: string): Promise<string | null> {
  if (isDirect({ channelId })) return null;
  const channel = await channelOf(desk, channelId);
  if (channel?.creator === undefined || channel.creator !== (await desk.botUserId())) return null;
  const incidentId = incidentNamedIn(channel.purpose?.value ?? '');
  if (incidentId === null) return null;
  try {
    const { known } = await desk.incidents.look(incidentId);
    const hasItsName = known.channel !== null && known.channel === channel.name;
    if (hasItsName && isOfPublic(known.title)) return incidentId;
    const { state } = await desk.incidents.read(incidentId);
    const isItsRoom = state === null ? hasItsName && channel.is_private === true : state.warRoom?.channelId === channelId;
    return isItsRoom ? incidentId : null;
  } catch (error) {
    if ((error as { code?: string }).code === 'no_such_incident') return null;
    throw error;
  }
}

/** Slack's answers for what the bot cannot see; the app asks for no scope to look at direct messages of several people. */
const UNSEEN = new Set(['slack_channel_not_found', 'slack_missing_scope']);

/** Undefined for one that the bot cannot see. @throws ChatError */
async function channelOf({ call }: Desk, channel: string) {
  try {
    return (await call('conversations.info', (client) => client.conversations.info({ channel }), { urgency: 1 })).channel;
  } catch (error) {
    if (UNSEEN.has((error as { code?: string }).code ?? '')) return undefined;
    throw error;
  }
}
