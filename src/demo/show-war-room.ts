import { LogLevel, WebClient } from '@slack/web-api';
import { cleanLine } from '../incident/text/clean-text';

interface Message {
  ts?: string;
  thread_ts?: string;
  reply_count?: number;
  text?: string;
  user?: string;
  attachments?: { color?: string; blocks?: Block[] }[];
  blocks?: Block[];
}
interface Block {
  type?: string;
  text?: { text?: string };
  fields?: { text?: string }[];
  elements?: { text?: string | { text?: string } }[];
}

export interface SlackAccess {
  readonly token: string;
  readonly apiUrl: string | undefined;
}

/** Prints a war room from Slack itself: channel, members, headline, thread. Does not read the workflow. */
export async function showWarRoom(slack: SlackAccess, channelId: string, print: (line: string) => void): Promise<void> {
  const client = clientOf(slack);
  const { channel } = await client.conversations.info({ channel: channelId });
  const members = (await client.conversations.members({ channel: channelId })).members ?? [];
  const names = new Map(await Promise.all(members.map(async (user) => [user, await nameOf(client, user)] as const)));
  const history = ((await client.conversations.history({ channel: channelId })).messages ?? []) as Message[];
  print(`${channel?.is_private ? '🔒' : '#'} ${channel?.name}   topic: ${cleanLine(channel?.topic?.value ?? '', 120)}`);
  print(`members: ${[...names.values()].join(', ')}`);
  for (const message of history.reverse()) {
    print('');
    printMessage(message, '', names, print);
    if (!message.reply_count || message.ts === undefined) continue;
    const replies = ((await client.conversations.replies({ channel: channelId, ts: message.ts })).messages ?? []) as Message[];
    for (const reply of replies.filter((reply) => reply.ts !== message.ts)) printMessage(reply, '   │ ', names, print);
  }
}

/** The channel of an incident's war room, or null if there is none. */
export async function findRoomOf(slack: SlackAccess, incidentId: string): Promise<string | null> {
  const rooms = await roomsOf(slack, incidentId);
  return rooms[0]?.id ?? null;
}

export async function roomsOf(slack: SlackAccess, incidentId: string): Promise<{ id: string; name: string }[]> {
  const { channels = [] } = await clientOf(slack).conversations.list({ types: 'public_channel,private_channel', limit: 999 });
  const wanted = `incident-${incidentId.toLowerCase()}`;
  return channels.flatMap(({ id, name }) => (id && name?.startsWith(wanted) ? [{ id, name }] : []));
}

/** The headlines posted to the channel itself, not to its threads. */
export async function countHeadlines(slack: SlackAccess, channelId: string): Promise<number> {
  const { messages = [] } = await clientOf(slack).conversations.history({ channel: channelId, include_all_metadata: true });
  const keyOf = (message: object): string => JSON.stringify((message as { metadata?: unknown }).metadata ?? '');
  return messages.filter((message) => keyOf(message).includes('announceIncident')).length;
}

function clientOf({ token, apiUrl }: SlackAccess): WebClient {
  return new WebClient(token, { logLevel: LogLevel.ERROR, ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }) });
}

async function nameOf(client: WebClient, user: string): Promise<string> {
  const { user: profile } = await client.users.info({ user });
  return cleanLine(profile?.real_name || profile?.name || user, 80);
}

function printMessage(message: Message, indent: string, names: ReadonlyMap<string, string>, print: (line: string) => void): void {
  const blocks = [...(message.blocks ?? []), ...(message.attachments ?? []).flatMap((attachment) => attachment.blocks ?? [])];
  const texts = blocks.flatMap((block) => [
    block.text?.text,
    ...(block.fields ?? []).map((field) => field.text?.replace(/\n/g, ' ')),
    ...(block.type === 'actions' ? [buttonsOf(block)] : (block.elements ?? []).map(({ text }) => textOf(text))),
  ]);
  const lines = (texts.some(Boolean) ? texts : [message.text]).flatMap((text) => (text ?? '').split('\n'));
  for (const line of lines) print(`${indent}${cleanLine(plain(line, names), 160)}`);
  if (indent !== '') print(indent.trimEnd());
}

/** A menu has no text of its own. */
function buttonsOf({ elements = [] }: Block): string {
  return elements.map(({ text }) => `[${textOf(text) ?? '…'}]`).join(' ');
}

const textOf = (text: string | { text?: string } | undefined): string | undefined => (typeof text === 'object' ? text.text : text);

/** Makes Slack's escapes, mentions and dates readable. */
function plain(text: string, names: ReadonlyMap<string, string>): string {
  return text
    .replace(/<@([A-Z0-9]+)>/g, (mention, user: string) => (names.has(user) ? `@${names.get(user)}` : mention))
    .replace(/<!date\^\d+\^[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<(https?:[^|>]*)\|([^>]*)>/g, '$2 ($1)')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}
