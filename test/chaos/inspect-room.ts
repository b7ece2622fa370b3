import type { SlackComponent } from '../../src/demo/components';
import type { IncidentState } from '../../src/incident/model/state';
import { headlineOf } from '../../src/incident/war-room/headline';
import { topicOf, topicText } from '../../src/incident/war-room/topic';
import { renderRoomMessage } from '../../src/slack/block-kit/render';
import { doubles, type SeenMessage, type SeenRoom, seeDirect, seeRooms, witness } from '../support/slack-view';
import { FAILING_PROBE, LEAD_EMAIL, REAL_NAME_EMAIL, type Subject } from './fault-points';

/** What an incident has said beyond its first response. */
export interface SaidBesides {
  /** Escalation levels that were called. */
  readonly levels: number;
  readonly resolved: boolean;
  /** People who could be looked up only later may have a call of their own. */
  readonly late?: boolean;
}

/** What is lost or doubled in the war room of a response that says it is complete; empty: nothing. */
export async function inspectRoom(slack: SlackComponent, subject: Subject, besides?: SaidBesides): Promise<string[]> {
  const { incidentId, channelName, email } = subject;
  const rooms = await seeRooms(slack, channelName);
  const [room] = rooms;
  if (rooms.length !== 1 || room === undefined) return [`${rooms.length} channels: ${rooms.map(({ name }) => name).join(', ')}`];
  const problems = [
    ...compare('messages', room.messages, ['announceIncident', 'callForPeople', ...(besides ? levelsOf(room, besides) : [])], incidentId),
    ...compare('replies', room.replies, [...RESPONSE_REPLIES, ...(besides ? repliesOf(room, besides) : [])], incidentId),
  ];
  if (room.pins !== 1) problems.push(`${room.pins} pins`);
  const client = witness(slack);
  const emails = [email, REAL_NAME_EMAIL, ...(besides?.levels ? [LEAD_EMAIL] : [])];
  const people = await Promise.all(emails.map(async (wanted) => (await client.users.lookupByEmail({ email: wanted })).user));
  const direct = await seeDirect(slack, new Set(people.map((person) => person?.id ?? '')));
  for (const [index, wanted] of emails.entries()) {
    const person = people[index];
    if (!room.members.includes(person?.id ?? 'nobody')) problems.push(`${wanted} is not in the channel`);
    const headline = room.messages.find(({ key }) => key.endsWith('/announceIncident'))?.whole ?? '';
    if (!headline.includes(`<@${person?.id}>`)) problems.push(`the headline does not name ${wanted}`);
    const calls = room.messages.filter(({ key, whole }) => /\/call(ForPeople|\/)/.test(key) && whole.includes(`<@${person?.id}>`));
    if ((besides === undefined || besides.late) && calls.length !== 1) problems.push(`${wanted} is called ${calls.length} times`);
    const own = (direct.get(person?.id ?? '') ?? []).filter(({ key }) => key.startsWith(`${incidentId}/`));
    problems.push(...doubles({ messages: own }).map((key) => `${key} is posted twice`));
    if (besides === undefined && own.length !== 1) problems.push(`${wanted} has ${own.length} direct messages`);
    const result = besides?.resolved ? /The last investigation said/ : /\*(How sure|Observed):\*/;
    if (!result.test(headline)) problems.push('the headline does not tell the result');
  }
  const progress = room.replies.find(({ key }) => key.endsWith('/postProgress'))?.whole ?? '';
  if (progress.includes('⏳')) problems.push('the progress message still waits for a probe');
  const { channel } = await client.conversations.info({ channel: room.id });
  if (!channel?.topic?.value) problems.push('no topic');
  if (!channel?.purpose?.value?.includes(`incident:${incidentId}`)) problems.push('the purpose does not mark the channel');
  const { bookmarks = [] } = await client.bookmarks.list({ channel_id: room.id });
  if (bookmarks.length !== 1) problems.push(`${bookmarks.length} bookmarks`);
  return problems;
}

/** What the headline and the topic say against what holds: they are edited in place and must end up true. */
export async function inspectHeadline(slack: SlackComponent, { channelName }: Subject, state: IncidentState): Promise<string[]> {
  const [room] = await seeRooms(slack, channelName);
  if (room === undefined) return ['there is no channel'];
  const { channel } = await witness(slack).conversations.info({ channel: room.id });
  const { text, blocks, attachments } = renderRoomMessage(headlineOf(state));
  const seen = JSON.parse(room.messages.find(({ key }) => key.endsWith('/announceIncident'))?.whole ?? '{}') as Record<string, unknown>;
  const isTrue = shownBy(seen.text, seen.blocks, seen.attachments) === shownBy(text, blocks, attachments);
  return [
    ...(isTrue ? [] : [`the headline is not true: ${JSON.stringify(seen.attachments)}`]),
    ...(channel?.topic?.value === topicText(topicOf(state)) ? [] : [`the topic is not true: ${channel?.topic?.value}`]),
  ];
}

/** Without the revision in the values of buttons, which alone makes no edit. */
function shownBy(...parts: readonly unknown[]): string {
  return JSON.stringify(parts).replace(/("value":"\w+ [A-Z0-9-]+) \d+/g, '$1');
}

const RESPONSE_REPLIES = ['postProgress', `postFindings/${FAILING_PROBE}`, 'postVerdict', 'postSummary'];

/** Calls and news bear the time or the request that they follow from, so the keys are read from the room and what they say is compared. */
function levelsOf(room: SeenRoom, { levels, late = false }: SaidBesides): string[] {
  const calls = room.messages.filter(({ key }) => key.includes('/call/'));
  if (late) return calls.map(nameIn);
  return Array.from({ length: levels }, (_, index) => {
    const named = calls.find(({ whole }) => whole.includes(`*Escalation level ${index + 1}:*`));
    return named === undefined ? `call for level ${index + 1}` : nameIn(named);
  });
}

function repliesOf(room: SeenRoom, { resolved }: SaidBesides): string[] {
  const news = new Set(room.replies.filter(({ key }) => key.includes('/news/')).map(nameIn));
  const outcome = room.replies.find(({ key }) => key.includes('/outcome/'));
  return [...news, ...(resolved ? [outcome === undefined ? 'outcome' : nameIn(outcome)] : [])];
}

const nameIn = ({ key }: SeenMessage): string => key.slice(key.indexOf('/') + 1);

function compare(what: string, seen: readonly { key: string }[], wanted: readonly string[], incidentId: string): string[] {
  const count = (key: string): number => seen.filter((message) => message.key === key).length;
  const keys = wanted.map((key) => `${incidentId}/${key}`);
  const extra = seen.filter(({ key }) => !keys.includes(key)).map(({ key }) => `${what}: ${key} is not expected`);
  return [...keys.filter((key) => count(key) !== 1).map((key) => `${what}: ${key} stands ${count(key)} times`), ...extra];
}
