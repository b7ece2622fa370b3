import { briefingOf } from '../../incident/war-room/briefing';
import { renderBriefing } from '../block-kit/briefing';
import type { Desk } from './desk';
import { incidentOfRoom } from './room-incident';

/** Somebody joined a channel that the bot is in. */
export interface Joined {
  readonly userId: string;
  readonly channelId: string;
  /** Null if they joined by themselves. */
  readonly inviterId: string | null;
}

/**
 * Shows those who join the room of an open incident, to them alone, where things stand. Whoever the bot invited is called, and
 * reads the same in a direct message. Never throws.
 */
export async function brief(desk: Desk, { userId, channelId, inviterId }: Joined): Promise<void> {
  try {
    const bot = await desk.botUserId();
    if (userId === bot || inviterId === bot) return;
    const incidentId = await incidentOfRoom(desk, channelId);
    if (incidentId === null) return;
    const { state } = await desk.incidents.read(incidentId);
    if (state === null || state.status === 'resolved' || state.status === 'cancelled') return;
    const { text, blocks = [] } = renderBriefing(briefingOf(state, { userId }), {
      slash: { command: desk.command },
      revision: state.revision ?? 0,
    });
    const message = { channel: channelId, user: userId, text, blocks: blocks as never };
    await desk.call('chat.postEphemeral', (client) => client.chat.postEphemeral(message), { channel: channelId });
  } catch (error) {
    desk.log.warn({ code: (error as { code?: string }).code ?? 'unknown' }, "couldn't brief someone who joined a war room");
  }
}
