import type { SlackComponent } from '../../src/demo/components';
import { seeRooms, witness } from '../support/slack-view';
import { FAILING_PROBE, REAL_NAME_EMAIL, type Subject } from './fault-points';

/** What is lost or doubled in the war room of a response that says it is complete; empty: nothing. */
export async function inspectRoom(slack: SlackComponent, subject: Subject): Promise<string[]> {
  const { incidentId, channelName, email } = subject;
  const rooms = await seeRooms(slack, channelName);
  const [room] = rooms;
  if (rooms.length !== 1 || room === undefined) return [`${rooms.length} channels: ${rooms.map(({ name }) => name).join(', ')}`];
  const problems = [
    ...compare('messages', room.messages, ['announceIncident', 'callForPeople'], incidentId),
    ...compare('replies', room.replies, ['postProgress', `postFindings/${FAILING_PROBE}`, 'postVerdict', 'postSummary'], incidentId),
  ];
  if (room.pins !== 1) problems.push(`${room.pins} pins`);
  const client = witness(slack);
  for (const wanted of [email, REAL_NAME_EMAIL]) {
    const { user: person } = await client.users.lookupByEmail({ email: wanted });
    if (!room.members.includes(person?.id ?? 'nobody')) problems.push(`${wanted} is not in the channel`);
    const headline = room.messages.find(({ key }) => key.endsWith('/announceIncident'))?.whole ?? '';
    if (!headline.includes(`<@${person?.id}>`)) problems.push(`the headline does not name ${wanted}`);
    if (!headline.includes('*Investigation:*')) problems.push('the headline does not tell the result');
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

function compare(what: string, seen: readonly { key: string }[], wanted: readonly string[], incidentId: string): string[] {
  const count = (key: string): number => seen.filter((message) => message.key === key).length;
  const keys = wanted.map((key) => `${incidentId}/${key}`);
  const extra = seen.filter(({ key }) => !keys.includes(key)).map(({ key }) => `${what}: ${key} is not expected`);
  return [...keys.filter((key) => count(key) !== 1).map((key) => `${what}: ${key} stands ${count(key)} times`), ...extra];
}
