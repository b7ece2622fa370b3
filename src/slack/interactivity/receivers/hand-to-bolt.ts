import type { App } from '@slack/bolt';
import { type Fields, isFields } from '../../../incident/text/read-fields';

/**
 * Settles as soon as the request is acknowledged, with the reply or null; its handler may go on. What no listener is for is
 * acknowledged too: Slack would show a warning, or send it again. Rejects if the request cannot be read.
 */
export async function handToBolt(app: App | null, body: Fields): Promise<Fields | null> {
  if (!isSomeones(body)) throw new TypeError('the request does not say who acts, or where');
  return new Promise((resolve, reject) => {
    const ack = async (reply?: unknown): Promise<void> => resolve(isFields(reply) ? reply : null);
    app?.processEvent({ body: { ...body }, ack }).then(() => resolve(null), reject);
  });
}

/** Bolt checks none of it: without these, a command would be given by no one, or taken for a repeat of another. */
function isSomeones({ command, user_id, channel_id, trigger_id, user, view }: Fields): boolean {
  return (command === undefined || [user_id, channel_id, trigger_id].every(isText)) && hasId(user) && hasId(view);
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const hasId = (value: unknown): boolean => value === undefined || (isFields(value) && isText(value.id));
