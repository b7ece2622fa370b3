import { setTimeout as pause } from 'node:timers/promises';
import { contentOf, slackTs, textIn } from '../slack-json';
import type { Recorder } from './recorder';
import type { ResponseTarget } from './response-urls';

/**
 * Does what the body posted to a response URL says. By default, it is a new message that only the person who clicked sees.
 * Returns why Slack would refuse it, or null.
 */
export async function answerResponse(
  recorder: Recorder,
  target: ResponseTarget,
  body: Readonly<Record<string, unknown>>,
): Promise<string | null> {
  const { api, app, check } = recorder.options;
  const { channel, original, userId } = target;
  if (body.delete_original === true) return original === undefined ? null : removeOriginal(recorder, target, original);
  const content = contentOf(body);
  if (content.text === '' && content.blocks === undefined && content.attachments === undefined) return 'no_text';
  const args = { channel, ...content };
  const refused = check?.({ method: 'chat.postMessage', token: '', args }) ?? null;
  if (refused !== null) return refused;
  if (body.replace_original === true && original !== undefined) {
    if (original.isEphemeral) recorder.ephemerals.replace({ reader: userId, channel, ts: original.ts }, content);
    else await api.read('chat.update', { ...args, ts: original.ts });
    recorder.changes.announce({ channel });
    return null;
  }
  const thread = textIn(body, 'thread_ts');
  const inThread = thread === '' ? {} : { thread_ts: thread };
  if (body.response_type === 'in_channel') {
    await api.read('chat.postMessage', { ...args, ...inThread });
  } else {
    const ts = await newTs();
    recorder.ephemerals.add({
      ...content,
      ...inThread,
      type: 'message',
      ts,
      channel,
      reader: userId,
      user: app.bot_user_id,
      bot_id: app.bot_id,
    });
  }
  recorder.changes.announce({ channel });
  return null;
}

async function removeOriginal(
  recorder: Recorder,
  { channel, userId }: ResponseTarget,
  { ts, isEphemeral }: NonNullable<ResponseTarget['original']>,
): Promise<null> {
  if (isEphemeral) recorder.ephemerals.remove({ reader: userId, channel, ts });
  else await recorder.options.api.read('chat.delete', { channel, ts });
  recorder.changes.announce({ channel });
  return null;
}

/** No two messages of a channel have the same `ts`. */
async function newTs(): Promise<string> {
  await pause(1);
  return slackTs(Date.now(), 500);
}
