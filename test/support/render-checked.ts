import type { SlackCall } from '../../src/demo/slack/slack-call';
import { refusalOf } from '../../src/demo/slack/strict/refusal-of';
import type { RoomMessage } from '../../src/incident/model/room-message';
import type { Rendered } from '../../src/slack/block-kit/blocks';
import { renderRoomMessage } from '../../src/slack/block-kit/render';

/** The message as the room shows it. @throws if Slack would refuse it, as a new message or as an edit. */
export function renderChecked(message: RoomMessage, incidentId?: string): Rendered {
  const content = renderRoomMessage(message, incidentId);
  for (const method of ['chat.postMessage', 'chat.update']) expectAccepted(method, { channel: 'C1', ts: '1.2', ...content });
  return content;
}

/** @throws if Slack would refuse the call. */
export function expectAccepted(method: string, args: SlackCall['args']): void {
  const refusal = refusalOf({ method, token: '', args });
  if (refusal !== null) throw new Error(`Slack would refuse ${method}: ${refusal.error} ${refusal.messages.join('; ')}`);
}
