import { randomBytes } from 'node:crypto';
import type { Join } from '../recorder/recorder';
import type { SlackApi } from '../recorder/slack-api';
import type { Person, Room } from '../recorder/workspace';
import { slackTs } from '../slack-json';
import type { ClickParts } from './clicks';
import { eventCallback } from './payloads';

/** The token of an emulated person, for what people do without the app: write, join. */
export const personToken = (userName: string): string => `xoxp-emulated-${userName}`;

export async function say(
  api: SlackApi,
  { recorder }: ClickParts,
  { person, room }: { readonly person: Person; readonly room: Room },
  { text, threadTs }: { readonly text: string; readonly threadTs?: string | undefined },
): Promise<string | null> {
  const args = { channel: room.id, text: asStored(text), ...(threadTs === undefined ? {} : { thread_ts: threadTs }) };
  const { ok, error } = await api.call(personToken(person.name), 'chat.postMessage', args);
  recorder.changes.announce({ channel: room.id });
  return ok ? null : `Not sent: ${error}.`;
}

export async function join(
  api: SlackApi,
  { recorder }: ClickParts,
  { person, room }: { readonly person: Person; readonly room: Room },
): Promise<string | null> {
  const { ok, error } = await api.call(personToken(person.name), 'conversations.join', { channel: room.id });
  if (!ok) return `Not joined: ${error}.`;
  recorder.onJoin({ channel: room.id, userId: person.id, inviter: null });
  recorder.changes.announce({ channel: room.id });
  return null;
}

/** Tells the app that someone is in a channel now, if it has subscribed to that. */
export async function deliverJoin({ door, workspace, manifest }: ClickParts, { channel, userId, inviter }: Join): Promise<void> {
  const type = 'member_joined_channel';
  if (!manifest.events.includes(type)) return;
  const now = Date.now();
  const event = {
    type,
    user: userId,
    channel,
    channel_type: channel.startsWith('G') ? 'G' : 'C',
    team: workspace.id,
    ...(inviter === null ? {} : { inviter }),
    event_ts: slackTs(now),
  };
  await door.event(eventCallback(workspace, event, `Ev${randomBytes(5).toString('hex').toUpperCase()}`, Math.floor(now / 1_000)));
}

/** Slack stores what people type with its three special characters escaped, and addresses as links. */
function asStored(text: string): string {
  const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return escaped.replace(/https?:\/\/[^\s<>|]+/g, (url) => `<${url}>`);
}
