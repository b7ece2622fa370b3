import { EVENT_TYPE } from '../../../../src/chat/message-key';
import type { WarRoomChat } from '../../../../src/chat/port';
import type { RoomMessage } from '../../../../src/incident/model/room-message';
import { headlineOf } from '../../../../src/incident/war-room/headline';
import { createWebApiChat } from '../../../../src/slack/web-api-chat';
import { completeState } from '../../../support/sample-state';
import { type ScriptedSlack, startScriptedSlack } from '../../../support/scripted-slack';

const PROBLEM = { code: 'slack_missing_scope', message: 'a scope is missing', mend: 'Add it.' };
const MESSAGE: RoomMessage = { kind: 'blocked', incidentId: 'PROD-1', step: 'createWarRoom', problem: PROBLEM };
const KEY = 'PROD-1/blocked';
const POST = { channelId: 'C1', key: KEY, message: MESSAGE, mayExist: false };
const standing = (ts: string, key = KEY) => ({ ts, metadata: { event_type: EVENT_TYPE, event_payload: { key } } });

let slack: ScriptedSlack;
let chat: WarRoomChat;
beforeEach(async () => {
  slack = await startScriptedSlack();
  chat = createWebApiChat({ token: () => 'xoxb-t', apiUrl: slack.apiUrl });
  slack.on('chat.postMessage', { ts: '5.5' });
});
afterEach(() => slack.stop());
const sent = (method: string) => slack.calls.filter((call) => call.method === method).map(({ params }) => params);

it('posts without looking when nothing can stand under the key', async () => {
  expect(await chat.post(POST)).toEqual({ ts: '5.5', found: false });
  expect(slack.methods()).toEqual(['chat.postMessage']);
});

it('gives the message its key', async () => {
  await chat.post({ ...POST, threadTs: '1.1' });
  const [params] = sent('chat.postMessage');
  expect(JSON.parse(params?.metadata ?? '')).toEqual({ event_type: EVENT_TYPE, event_payload: { key: KEY } });
  expect(params).toMatchObject({ channel: 'C1', thread_ts: '1.1', unfurl_links: 'false' });
});

it('names the slash command as it is configured, in an edit as in a message', async () => {
  chat = createWebApiChat({ token: () => 'xoxb-t', apiUrl: slack.apiUrl, command: '/outage' });
  const message: RoomMessage = { kind: 'reminder', incidentId: 'PROD-1', asked: [], acknowledgedBy: null, wantsCommander: true };
  await chat.post({ ...POST, message });
  await chat.edit({ channelId: 'C1', ts: '5.5', key: KEY, message });
  for (const [params] of [sent('chat.postMessage'), sent('chat.update')]) {
    expect(params?.blocks).toContain('`/outage note TEXT`');
    expect(params?.blocks).not.toContain('/incident');
  }
});

it('lets Slack make nothing of what text merely looks like, in an edit as in a message', async () => {
  await chat.post(POST);
  await chat.edit({ channelId: 'C1', ts: '5.5', key: KEY, message: MESSAGE });
  for (const [params] of [sent('chat.postMessage'), sent('chat.update')])
    expect(params).toMatchObject({ parse: 'none', link_names: 'false', unfurl_links: 'false', unfurl_media: 'false' });
});

it('finds what a lost answer has left, in the channel or in the thread', async () => {
  slack.on('conversations.history', { messages: [standing('2.2')] });
  expect(await chat.post({ ...POST, mayExist: true })).toEqual({ ts: '2.2', found: true });
  slack.on('conversations.replies', { messages: [standing('3.3')] });
  expect(await chat.post({ ...POST, threadTs: '1.1', mayExist: true })).toEqual({ ts: '3.3', found: true });
  expect(sent('chat.postMessage')).toEqual([]);
});

it('looks for the oldest copy, through all pages, and asks for metadata', async () => {
  slack.on(
    'conversations.history',
    { messages: [standing('4.4'), standing('9.9', 'PROD-1/other')], response_metadata: { next_cursor: 'p2' } },
    { messages: [standing('2.2')] },
  );
  expect(await chat.post({ ...POST, mayExist: true })).toEqual({ ts: '2.2', found: true });
  expect(sent('conversations.history').map(({ include_all_metadata, cursor }) => [include_all_metadata, cursor])).toEqual([
    ['true', undefined],
    ['true', 'p2'],
  ]);
});

it('does not take somebody else’s message for its own', async () => {
  slack.on('conversations.history', {
    messages: [
      { ts: '2.2', text: KEY },
      { ts: '2.3', metadata: { event_type: 'other_app', event_payload: { key: KEY } } },
    ],
  });
  expect(await chat.post({ ...POST, mayExist: true })).toEqual({ ts: '5.5', found: false });
});

it('does not post when it could not look', async () => {
  slack.on('conversations.history', { error: 'internal_error' });
  await expect(chat.post({ ...POST, mayExist: true })).rejects.toMatchObject({ retryable: true });
  expect(sent('chat.postMessage')).toEqual([]);
});

it('takes an answer without a ts for an unclear end', async () => {
  slack.on('chat.postMessage', {});
  await expect(chat.post(POST)).rejects.toMatchObject({ retryable: true, ambiguous: true });
});

it('removes all copies but the one to keep', async () => {
  slack.on('conversations.history', { messages: [standing('2.2'), standing('4.4'), standing('3.3'), standing('9.9', 'PROD-1/other')] });
  expect(await chat.removeCopies({ channelId: 'C1', key: KEY, keepTs: '3.3' })).toBe(2);
  expect(sent('chat.delete').map(({ ts }) => ts)).toEqual(['2.2', '4.4']);
});

it('does not mind a copy that has gone meanwhile', async () => {
  slack.on('conversations.history', { messages: [standing('2.2'), standing('3.3')] });
  slack.on('chat.delete', { error: 'message_not_found' });
  expect(await chat.removeCopies({ channelId: 'C1', key: KEY, keepTs: '3.3' })).toBe(1);
});

it('pins once', async () => {
  slack.on('pins.add', { error: 'already_pinned' });
  await expect(chat.pin({ channelId: 'C1', ts: '1.1' })).resolves.toBeUndefined();
  slack.on('pins.add', { error: 'channel_not_found' });
  await expect(chat.pin({ channelId: 'C1', ts: '1.1' })).rejects.toMatchObject({ code: 'slack_channel_not_found' });
});

it('adds a bookmark once', async () => {
  slack.on('bookmarks.list', { bookmarks: [{ link: 'https://a.example.com/' }] });
  await chat.bookmark({ channelId: 'C1', title: 'Alert', url: 'https://a.example.com/' });
  expect(sent('bookmarks.add')).toEqual([]);
  await chat.bookmark({ channelId: 'C1', title: 'Alert', url: 'https://b.example.com/' });
  expect(sent('bookmarks.add').map(({ link }) => link)).toEqual(['https://b.example.com/']);
});

it('removes further copies of a bookmark', async () => {
  const link = 'https://a.example.com/';
  slack.on('bookmarks.list', {
    bookmarks: [
      { id: 'B1', link },
      { id: 'B2', link: 'https://b.example.com/' },
      { id: 'B3', link },
    ],
  });
  await chat.bookmark({ channelId: 'C1', title: 'Alert', url: link });
  expect(sent('bookmarks.add')).toEqual([]);
  expect(sent('bookmarks.remove')).toMatchObject([{ bookmark_id: 'B3' }]);
});

it('sets topic and purpose as text of 250 characters, and only what has changed', async () => {
  slack.on('conversations.info', { channel: { purpose: { value: 'War room for incident:PROD-1' }, topic: { value: '' } } });
  const topic = `<!channel> ${'x'.repeat(300)}`;
  await chat.describeRoom({ channelId: 'C1', topic, purpose: 'War room for incident:PROD-1' });
  expect(sent('conversations.setPurpose')).toEqual([]);
  const [set] = sent('conversations.setTopic');
  expect(set?.topic).toHaveLength(250);
  expect(set?.topic).not.toMatch(/[<>]/);
});

it('describes a new room without reading what it is', async () => {
  await chat.describeRoom({ channelId: 'C1', topic: 'HIGH', purpose: 'p', isNew: true });
  expect(slack.methods()).toEqual(['conversations.setPurpose', 'conversations.setTopic']);
});

it('does not set again what Slack shows escaped', async () => {
  slack.on('conversations.info', { channel: { purpose: { value: 'p' }, topic: { value: 'HIGH | Disk &amp; memory' } } });
  await chat.describeRoom({ channelId: 'C1', topic: 'HIGH | Disk & memory', purpose: 'p' });
  expect(slack.methods()).toEqual(['conversations.info']);
});

it('posts without the image of an alert that Slack cannot fetch, and nothing else is lost', async () => {
  const links = ['https://am.example.com/', 'https://p.datadoghq.com/graph.png'];
  const message = headlineOf(completeState({}, { links }));
  const seen: boolean[] = [];
  slack.on('chat.postMessage', (_, { params }) => {
    seen.push((params.attachments ?? '').includes('image_url'));
    return seen.length === 1 ? { error: 'invalid_blocks' } : { ts: '5.5' };
  });
  const request = { channelId: 'C1', key: 'PROD-1/announceIncident', mayExist: false, message };
  expect(await chat.post(request)).toMatchObject({ ts: '5.5', found: false });
  expect(seen).toEqual([true, false]);
});

describe('a message to a person', () => {
  const TO = { to: { kind: 'person', userId: 'U1' }, key: KEY, message: MESSAGE, mayExist: false } as const;

  it('is one call, and says in which conversation it is', async () => {
    slack.on('chat.postMessage', { ts: '5.5', channel: 'D1' });
    expect(await chat.postElsewhere(TO)).toEqual({ ts: '5.5', channelId: 'D1', found: false });
    expect(slack.methods()).toEqual(['chat.postMessage']);
    expect(sent('chat.postMessage')[0]).toMatchObject({ channel: 'U1' });
  });

  it('is looked for in its conversation before it is repeated', async () => {
    slack.on('conversations.open', { channel: { id: 'D1' } });
    slack.on('conversations.history', { messages: [standing('2.2')] });
    expect(await chat.postElsewhere({ ...TO, mayExist: true })).toEqual({ ts: '2.2', channelId: 'D1', found: true });
    expect(sent('conversations.open')).toMatchObject([{ users: 'U1' }]);
    expect(sent('conversations.history')).toMatchObject([{ channel: 'D1' }]);
    expect(sent('chat.postMessage')).toEqual([]);
  });

  it('is posted there if it is not found', async () => {
    slack.on('conversations.open', { channel: { id: 'D1' } });
    expect(await chat.postElsewhere({ ...TO, mayExist: true })).toEqual({ ts: '5.5', channelId: 'D1', found: false });
    expect(sent('chat.postMessage')).toMatchObject([{ channel: 'D1' }]);
  });

  it('is not posted if it could not be looked for', async () => {
    slack.on('conversations.open', {});
    await expect(chat.postElsewhere({ ...TO, mayExist: true })).rejects.toMatchObject({ retryable: true, ambiguous: true });
    expect(sent('chat.postMessage')).toEqual([]);
  });
});

describe('a message to another channel', () => {
  const TO = { to: { kind: 'channel', channel: 'incidents' }, key: KEY, message: MESSAGE, mayExist: false } as const;

  it('is one call by the name of the channel, and says its id', async () => {
    slack.on('chat.postMessage', { ts: '5.5', channel: 'C9' });
    expect(await chat.postElsewhere(TO)).toEqual({ ts: '5.5', channelId: 'C9', found: false });
    expect(sent('chat.postMessage')).toMatchObject([{ channel: 'incidents' }]);
  });

  it('is looked for in the channel of that name, through all pages, before it is repeated', async () => {
    slack.on(
      'conversations.list',
      { channels: [{ id: 'C1', name: 'incidents-old' }], response_metadata: { next_cursor: 'p2' } },
      { channels: [{ id: 'C9', name: 'incidents' }] },
    );
    slack.on('conversations.history', { messages: [standing('2.2')] });
    expect(await chat.postElsewhere({ ...TO, mayExist: true })).toEqual({ ts: '2.2', channelId: 'C9', found: true });
    expect(sent('conversations.history')).toMatchObject([{ channel: 'C9' }]);
  });

  it('is looked for at once in a channel given by id', async () => {
    slack.on('conversations.history', { messages: [standing('2.2')] });
    const to = { kind: 'channel', channel: 'C0123456' } as const;
    expect(await chat.postElsewhere({ ...TO, to, mayExist: true })).toMatchObject({ found: true, channelId: 'C0123456' });
    expect(sent('conversations.list')).toEqual([]);
  });

  it('is left to Slack to refuse if there is no such channel', async () => {
    slack.on('conversations.list', { channels: [] });
    slack.on('chat.postMessage', { error: 'channel_not_found' });
    await expect(chat.postElsewhere({ ...TO, mayExist: true })).rejects.toMatchObject({ code: 'slack_channel_not_found' });
  });
});
