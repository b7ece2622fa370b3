import type { WarRoomChat } from '../../src/chat/port';
import { loadConfig } from '../../src/config';
import type { WarRoom } from '../../src/incident/model/state';
import { headlineOf } from '../../src/incident/war-room/headline';
import { topicOf, topicText } from '../../src/incident/war-room/topic';
import { REQUIRED_SCOPES } from '../../src/slack/scopes';
import { createWebApiChat } from '../../src/slack/web-api-chat';
import { completeState } from '../support/sample-state';
import { peopleOf, whatIsLacking } from './lacking';

/** A room on the real Slack, made by the adapter that incidents use; it stays for people to look at. */
const lacking = whatIsLacking();
const test = lacking.all.length === 0 ? it : it.skip;
const testWithPeople = lacking.all.length + lacking.people.length === 0 ? it : it.skip;
const users = peopleOf(process.env);
const now = new Date().toISOString();
const id = `SLACK-LIVE-${now.replace(/\D/g, '').slice(0, 14)}`;
const state = completeState({ incidentId: id }, { id, createdAt: now, startedAt: now, channelName: `incident-${id.toLowerCase()}` });
const headline = { key: `${id}/announceIncident`, message: headlineOf(state) };

let chat: WarRoomChat;
beforeAll(() => {
  if (lacking.all.length === 0) chat = createWebApiChat({ ...loadConfig({ purpose: 'worker' }).slack, requiredScopes: REQUIRED_SCOPES });
});
afterAll(() => chat?.close());

const wanted = { incidentId: id, name: `incident-${id.toLowerCase()}`, privacy: 'public', incidentCreatedAt: now } as const;
let room: WarRoom;
let ts: string;

test('knows the bot, and that it has every scope', async () => {
  expect((await chat.identify()).botUserId).toMatch(/^[UW]/);
});

test('opens a room once: the second time it finds the first', async () => {
  room = await chat.openRoom(wanted);
  expect(room).toMatchObject({ created: true, privacy: 'public' });
  await chat.describeRoom({ channelId: room.channelId, topic: topicText(topicOf(state)), purpose: `War room for incident:${id}` });
  expect(await chat.openRoom(wanted)).toMatchObject({ created: false, channelId: room.channelId });
});

test('posts the headline once, edits it in place, and pins it', async () => {
  ({ ts } = await chat.post({ channelId: room.channelId, ...headline, mayExist: false }));
  expect(await chat.post({ channelId: room.channelId, ...headline, mayExist: true })).toEqual({ ts, found: true });
  await chat.edit({
    channelId: room.channelId,
    ts,
    ...headline,
    message: headlineOf({ ...state, status: 'acknowledged', acknowledgedBy: 'a test' }),
  });
  await chat.pin({ channelId: room.channelId, ts });
  await chat.pin({ channelId: room.channelId, ts });
  await chat.bookmark({ channelId: room.channelId, title: 'Slack API', url: 'https://api.slack.com/' });
});

test('replies in the thread', async () => {
  const entries = [{ actor: 'a test', kind: 'addNote', text: 'a reply <!channel> that calls nobody' }];
  const reply = { channelId: room.channelId, threadTs: ts, key: `${id}/news/1`, message: { kind: 'news' as const, entries } };
  const posted = await chat.post({ ...reply, mayExist: false });
  expect(await chat.removeCopies({ channelId: room.channelId, threadTs: ts, key: reply.key, keepTs: posted.ts })).toBe(0);
});

testWithPeople('finds and invites the people of SLACK_LIVE_USERS', async () => {
  const { resolved, unresolved } = await chat.findPeople({ references: users, isPrivate: false });
  expect(unresolved).toEqual([]);
  const { refused } = await chat.invite({ channelId: room.channelId, userIds: resolved.map(({ userId }) => userId) });
  expect(refused).toEqual([]);
  process.stdout.write(`the room stays: ${room.url}\n`);
});
