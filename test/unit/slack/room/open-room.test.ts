import { EVENT_TYPE } from '../../../../src/chat/message-key';
import type { OpenRoomRequest, WarRoomChat } from '../../../../src/chat/port';
import { roomNames } from '../../../../src/slack/room/room-names';
import { createWebApiChat } from '../../../../src/slack/web-api-chat';
import { type ScriptedSlack, startScriptedSlack } from '../../../support/scripted-slack';

const REQUEST: OpenRoomRequest = {
  incidentId: 'PROD-1',
  name: 'incident-prod-1',
  privacy: 'public',
  incidentCreatedAt: '2026-01-01T10:00:00.000Z',
};
const CREATED = Date.parse('2026-01-01T10:00:02.000Z') / 1_000;
const namesake = (changes: object = {}) => ({
  id: 'C9',
  name: 'incident-prod-1',
  creator: 'UBOT',
  created: CREATED,
  is_private: false,
  ...changes,
});

let slack: ScriptedSlack;
let chat: WarRoomChat;
beforeEach(async () => {
  slack = await startScriptedSlack();
  chat = createWebApiChat({ token: () => 'xoxb-t', apiUrl: slack.apiUrl });
  slack.on('auth.test', { user_id: 'UBOT', url: 'https://acme.slack.com/', team: 'Acme' });
  slack.on('conversations.create', (_, { params }) =>
    params.name === 'incident-prod-1'
      ? { error: 'name_taken' }
      : { channel: { id: 'C10', name: params.name, is_private: params.is_private === 'true' } },
  );
  slack.on('conversations.history', { messages: [{ type: 'message', subtype: 'channel_join', ts: '1.1' }] });
});
afterEach(() => slack.stop());
const created = () => slack.calls.filter(({ method }) => method === 'conversations.create').map(({ params }) => params);

it('makes the channel', async () => {
  slack.on('conversations.create', { channel: { id: 'C1', name: 'incident-prod-1', is_private: false } });
  expect(await chat.openRoom(REQUEST)).toEqual({
    channelId: 'C1',
    name: 'incident-prod-1',
    privacy: 'public',
    created: true,
    url: 'https://acme.slack.com/archives/C1',
  });
  expect(slack.methods()).toEqual(['conversations.create', 'auth.test']);
});

it('finds the one whose creation it was not told of, on a later page too', async () => {
  slack.on(
    'conversations.list',
    { channels: [namesake({ id: 'C1', name: 'general' })], response_metadata: { next_cursor: 'p2' } },
    { channels: [namesake()] },
  );
  expect(await chat.openRoom(REQUEST)).toMatchObject({ channelId: 'C9', created: false });
});

it('waits out a short rate limit between pages', async () => {
  slack.on(
    'conversations.list',
    { channels: [namesake({ id: 'C1', name: 'general' })], response_metadata: { next_cursor: 'p2' } },
    (outgoing) => {
      outgoing.statusCode = 429;
      outgoing.setHeader('retry-after', '1');
      return { error: 'ratelimited' };
    },
    { channels: [namesake()] },
  );
  expect(await chat.openRoom(REQUEST)).toMatchObject({ channelId: 'C9', created: false });
  expect(slack.calls.filter(({ method }) => method === 'conversations.list').map(({ params }) => params.cursor ?? '')).toEqual([
    '',
    'p2',
    'p2',
  ]);
});

it('knows its own room by the messages that stand there, before it is marked', async () => {
  const ours = { ts: '1.2', metadata: { event_type: EVENT_TYPE, event_payload: { key: 'PROD-1/announceIncident' } } };
  slack.on('conversations.list', { channels: [namesake()] });
  slack.on('conversations.history', { messages: [ours] });
  expect(await chat.openRoom(REQUEST)).toMatchObject({ channelId: 'C9' });
});

it.each([
  ['a stranger’s', namesake({ creator: 'USTRANGER' }), []],
  ['an older one', namesake({ created: CREATED - 3_600 }), []],
  ['an older one of the same id', namesake({ created: CREATED - 3_600, purpose: { value: 'War room for incident:PROD-1' } }), []],
  ['one of another incident', namesake({ purpose: { value: 'War room for incident:PROD-11' } }), []],
  ['an archived one', namesake({ is_archived: true }), []],
  ['one of the other privacy', namesake({ is_private: true }), []],
  ['one in which people talk', namesake(), [{ ts: '1.3', text: 'hello', user: 'U1' }]],
  [
    'one with another incident’s messages',
    namesake(),
    [{ ts: '1.3', metadata: { event_type: EVENT_TYPE, event_payload: { key: 'PROD-11/announceIncident' } } }],
  ],
])('leaves %s alone and takes the name with a suffix', async (_, channel, messages) => {
  slack.on('conversations.list', { channels: [channel] });
  slack.on('conversations.history', { messages });
  expect(await chat.openRoom(REQUEST)).toMatchObject({ channelId: 'C10', name: 'incident-prod-1-2', created: true });
});

it('takes a suffix when the one of that name is not shown to the bot', async () => {
  slack.on('conversations.list', { channels: [] });
  expect(await chat.openRoom(REQUEST)).toMatchObject({ name: 'incident-prod-1-2' });
});

it('keeps the suffix within 80 characters', async () => {
  const name = `incident-${'x'.repeat(71)}`;
  slack.on('conversations.create', (_, { params }) => (params.name === name ? { error: 'name_taken' } : { channel: { id: 'C1' } }));
  slack.on('conversations.list', { channels: [] });
  await chat.openRoom({ ...REQUEST, name });
  expect(created()[1]?.name).toHaveLength(80);
});

it('ends with a room although every name that could be foreseen is taken', async () => {
  slack.on('conversations.create', (_, { params }) =>
    /^incident-prod-1(-\d{1,2})?$/.test(params.name ?? '') ? { error: 'name_taken' } : { channel: { id: 'C1', name: params.name } },
  );
  slack.on('conversations.list', { channels: [] });
  const { name } = await chat.openRoom(REQUEST);
  expect(name).toMatch(/^incident-prod-1-[0-9a-f]{8}$/);
  expect(created()).toHaveLength(4);
  expect((await chat.openRoom(REQUEST)).name).toBe(name);
  expect((await chat.openRoom({ ...REQUEST, incidentCreatedAt: '2026-01-01T10:00:00.001Z' })).name).not.toBe(name);
});

it('has names of 80 characters at most, each once', () => {
  const names = roomNames({ ...REQUEST, name: 'x'.repeat(80) });
  expect(Math.max(...names.map(({ length }) => length))).toBe(80);
  expect(new Set(names).size).toBe(names.length);
});

describe('in a workspace of thousands of channels', () => {
  const strangers = (page: number) => ({
    channels: [namesake({ id: `C-${page}`, name: `other-${page}` })],
    response_metadata: { next_cursor: `p${page + 1}` },
  });

  it('looks among the bot’s own rooms, which are few', async () => {
    slack.on('users.conversations', { channels: [namesake()] });
    expect(await chat.openRoom({ ...REQUEST, privacy: 'public' })).toMatchObject({ channelId: 'C9', created: false });
    expect(slack.methods()).not.toContain('conversations.list');
    expect(slack.calls.find(({ method }) => method === 'users.conversations')?.params).toMatchObject({
      types: 'public_channel',
      exclude_archived: 'true',
    });
  });

  it('takes the next name instead of reading for minutes, and the one in use at any later time', async () => {
    let page = 0;
    slack.on('conversations.list', () => {
      page += 1;
      return strangers(page);
    });
    const room = await chat.openRoom(REQUEST);
    expect(room).toMatchObject({ name: 'incident-prod-1-2', created: true });
    expect(slack.calls.filter(({ method }) => method === 'conversations.list').length).toBeLessThanOrEqual(10);
    const inUse = namesake({ id: room.channelId, name: room.name, purpose: { value: 'War room for incident:PROD-1' } });
    slack.on('users.conversations', { channels: [namesake(), inUse] });
    expect(await chat.openRoom(REQUEST)).toMatchObject({ channelId: room.channelId, created: false });
  });

  it('takes the next name where pages come slowly', async () => {
    let aheadMs = 0;
    const { now } = Date;
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => now() + aheadMs);
    try {
      slack.on('conversations.list', () => {
        aheadMs += 3_000;
        return strangers(aheadMs);
      });
      expect(await chat.openRoom(REQUEST)).toMatchObject({ name: 'incident-prod-1-2', created: true });
      expect(slack.calls.filter(({ method }) => method === 'conversations.list')).toHaveLength(2);
    } finally {
      clock.mockRestore();
    }
  });

  it('takes the next name where Slack’s limit holds for long', async () => {
    slack.on('conversations.list', strangers(1), (outgoing) => {
      outgoing.statusCode = 429;
      outgoing.setHeader('retry-after', '30');
      return { error: 'ratelimited' };
    });
    expect(await chat.openRoom(REQUEST)).toMatchObject({ name: 'incident-prod-1-2', created: true });
  });

  it('throws other trouble, so that the room is looked for again', async () => {
    slack.on('users.conversations', { error: 'internal_error' });
    await expect(chat.openRoom(REQUEST)).rejects.toMatchObject({ code: 'slack_internal_error', retryable: true });
    expect(created()).toHaveLength(1);
  });
});

it('gives up, with what to do, when every name is taken', async () => {
  slack.on('conversations.create', { error: 'name_taken' });
  slack.on('conversations.list', { channels: [] });
  await expect(chat.openRoom(REQUEST)).rejects.toMatchObject({
    code: 'slack_name_taken',
    retryable: false,
    remedy: 'Rename or delete the channels with these names.',
  });
});

describe('a private incident', () => {
  const secret: OpenRoomRequest = { ...REQUEST, privacy: 'private' };

  it('is refused rather than made public', async () => {
    slack.on('conversations.create', { error: 'restricted_action' });
    await expect(chat.openRoom(secret)).rejects.toMatchObject({ code: 'slack_restricted_action', retryable: false });
    expect(created().map(({ is_private }) => is_private)).toEqual(['true']);
  });

  it('does not take a public room that Slack made all the same', async () => {
    slack.on('conversations.create', { channel: { id: 'C1', name: 'incident-prod-1', is_private: false } });
    await expect(chat.openRoom(secret)).rejects.toMatchObject({ code: 'slack_privacy_refused', retryable: false });
  });

  it('asks for a private one under every suffix', async () => {
    slack.on('conversations.list', { channels: [namesake()] });
    expect(await chat.openRoom(secret)).toMatchObject({ privacy: 'private', name: 'incident-prod-1-2' });
    expect(created().map(({ is_private }) => is_private)).toEqual(['true', 'true']);
  });
});
