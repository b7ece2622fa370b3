import { withTimeLimit } from '../../http/time-limit';
import type { Rendered } from '../block-kit/blocks';
import type { Desk } from './desk';
import type { Place } from './place';

const ANSWER_LIMIT_MS = 5_000;

/** An answer that only the person who acted sees. */
export type Answer = Pick<Rendered, 'text' | 'blocks'>;

/**
 * Tells a person what became of what they did: through the address that came with the request, else ephemerally, which only
 * members of the channel see, else by direct message. Never throws.
 * @param how.replaces Whether it takes the place of the message that was clicked, which only that person sees.
 */
export async function answer(
  desk: Desk,
  place: Place,
  userId: string,
  message: Answer,
  how: { readonly replaces: boolean } = { replaces: false },
): Promise<void> {
  const ways = [
    ...(place.responseUrl === null ? [] : [{ by: 'response_url', tell: () => respond(desk, place.responseUrl ?? '', message, how) }]),
    ...(place.channelId === null ? [] : [{ by: 'ephemeral', tell: () => tellEphemerally(desk, place.channelId ?? '', userId, message) }]),
    { by: 'direct message', tell: () => tellDirectly(desk, userId, message) },
  ];
  for (const { by, tell } of ways) {
    try {
      return await tell();
    } catch (error) {
      desk.log.info({ by, code: (error as { code?: string }).code ?? 'unknown' }, "couldn't tell a person the outcome this way");
    }
  }
  desk.log.warn({ user: userId }, "couldn't tell a person the outcome of what they did in Slack");
}

/** docs.slack.dev, "Handling user interaction": an answer to a `response_url`. */
async function respond({ fetch }: Desk, url: string, message: Answer, { replaces }: { readonly replaces: boolean }): Promise<void> {
  const body = JSON.stringify({ response_type: 'ephemeral', replace_original: replaces, ...message });
  const { ok, status } = await withTimeLimit(ANSWER_LIMIT_MS, undefined, (signal) =>
    fetch(url, { method: 'POST', headers: { 'content-type': 'application/json; charset=utf-8' }, body, signal }),
  );
  if (!ok) throw Object.assign(new Error('Slack refused the answer'), { code: `http_${status}` });
}

async function tellEphemerally({ call }: Desk, channel: string, user: string, message: Answer): Promise<void> {
  await call('chat.postEphemeral', (client) => client.chat.postEphemeral({ channel, user, ...bodyOf(message) }), { channel, urgency: 1 });
}

async function tellDirectly({ call }: Desk, user: string, message: Answer): Promise<void> {
  await call('chat.postMessage', (client) => client.chat.postMessage({ channel: user, ...bodyOf(message) }), { channel: user, urgency: 1 });
}

/** The client's types want blocks that can be changed. */
function bodyOf({ text, blocks }: Answer) {
  return { text, ...(blocks === undefined ? {} : { blocks: blocks as never }) };
}
