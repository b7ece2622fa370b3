import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenRoomRequest, WarRoomChat } from '../../../src/chat/port';
import { bringUpSlack, type SlackComponent } from '../../../src/demo/components';
import type { RoomMessage } from '../../../src/incident/model/room-message';
import { REQUIRED_SCOPES } from '../../../src/slack/scopes';
import { createWebApiChat } from '../../../src/slack/web-api-chat';
import { doubles, seeRooms, WITNESS_TOKENS, witness } from '../../support/slack-view';

const MESSAGE: RoomMessage = {
  kind: 'blocked',
  incidentId: 'PROD-1',
  step: 'createWarRoom',
  problem: { code: 'x', message: 'a scope is missing', mend: 'Add it.' },
};

describe('the adapter in a stateful workspace', () => {
  const folder = mkdtempSync(join(tmpdir(), 'emulated-'));
  let slack: SlackComponent;
  let chat: WarRoomChat;
  beforeAll(async () => {
    const users = ['dana', 'omar'].map((name) => ({ email: `${name}@example.com`, name, realName: `${name} Example` }));
    slack = await bringUpSlack({
      env: {},
      localDir: folder,
      announce: () => {},
      seed: { users, readerTokens: WITNESS_TOKENS },
      preferredPort: 0,
    });
    chat = createWebApiChat({ token: () => slack.token, apiUrl: slack.apiUrl, requiredScopes: REQUIRED_SCOPES });
  });
  afterAll(() => slack.stop());

  const request = (id: string, changes: Partial<OpenRoomRequest> = {}): OpenRoomRequest => ({
    incidentId: id,
    name: `incident-${id.toLowerCase()}`,
    privacy: 'public',
    incidentCreatedAt: new Date(Date.now() - 1_000).toISOString(),
    ...changes,
  });
  const roomsOf = (id: string) => seeRooms(slack, `incident-${id.toLowerCase()}`);

  it('is the bot that the token belongs to', async () => {
    expect(await chat.identify()).toMatchObject({ workspace: 'Example', botUserId: 'UINCIDENTBOT' });
  });

  it('opens one room however often it is asked, with whatever of it is done already', async () => {
    const first = await chat.openRoom(request('A-1'));
    expect(first.created).toBe(true);
    expect(await chat.openRoom(request('A-1'))).toMatchObject({ channelId: first.channelId, created: false });
    await chat.post({ channelId: first.channelId, key: 'A-1/announceIncident', message: MESSAGE, mayExist: false });
    await chat.describeRoom({ channelId: first.channelId, topic: 'HIGH | Disk & memory', purpose: 'War room for incident:A-1' });
    expect(await chat.openRoom(request('A-1'))).toMatchObject({ channelId: first.channelId, created: false });
    expect(await roomsOf('A-1')).toHaveLength(1);
  });

  it('never takes over a room in which somebody else has made something', async () => {
    const { channel } = await witness(slack).conversations.create({ name: 'incident-b-1' });
    await witness(slack).chat.postMessage({ channel: channel?.id ?? '', text: 'our own talk' });
    expect(await chat.openRoom(request('B-1'))).toMatchObject({ name: 'incident-b-1-2', created: true });
  });

  it('keeps a private room private, and does not take a public one for it', async () => {
    await chat.openRoom(request('C-1'));
    const secret = await chat.openRoom(request('C-1', { privacy: 'private' }));
    expect(secret).toMatchObject({ name: 'incident-c-1-2', privacy: 'private' });
    expect((await roomsOf('C-1')).map(({ name, isPrivate }) => [name, isPrivate]).sort()).toEqual([
      ['incident-c-1', false],
      ['incident-c-1-2', true],
    ]);
  });

  it('says a thing once in channel and thread, edits it, and sweeps copies', async () => {
    const { channelId } = await chat.openRoom(request('D-1'));
    const post = (key: string, mayExist: boolean, threadTs?: string) => chat.post({ channelId, key, message: MESSAGE, mayExist, threadTs });
    const headline = await post('D-1/announceIncident', false);
    expect(await post('D-1/announceIncident', true)).toEqual({ ts: headline.ts, found: true });
    const reply = await post('D-1/postVerdict', false, headline.ts);
    expect(await post('D-1/postVerdict', true, headline.ts)).toEqual({ ts: reply.ts, found: true });
    await post('D-1/postVerdict', false, headline.ts);
    const [doubled] = await roomsOf('D-1');
    expect(doubled && doubles(doubled)).toEqual(['D-1/postVerdict']);
    expect(await chat.removeCopies({ channelId, threadTs: headline.ts, key: 'D-1/postVerdict', keepTs: reply.ts })).toBe(1);
    await chat.edit({ channelId, ts: headline.ts, key: 'D-1/announceIncident', message: { ...MESSAGE, step: 'investigate' } });
    const [room] = await roomsOf('D-1');
    expect(room && doubles(room)).toEqual([]);
    expect(room?.messages[0]).toMatchObject({ key: 'D-1/announceIncident', whole: expect.stringContaining('investigate') });
  });

  it('invites, pins and bookmarks once', async () => {
    const { channelId } = await chat.openRoom(request('E-1'));
    const { resolved } = await chat.findPeople({ references: ['DANA@example.com', 'omar'], isPrivate: false });
    const userIds = resolved.map(({ userId }) => userId);
    expect(resolved.map(({ method }) => method)).toEqual(['email', expect.stringMatching(/display_name|user_name/)]);
    for (const _ of [1, 2]) expect(await chat.invite({ channelId, userIds })).toEqual({ invited: userIds, refused: [] });
    const { ts } = await chat.post({ channelId, key: 'E-1/announceIncident', message: MESSAGE, mayExist: false });
    for (const _ of [1, 2]) {
      await chat.pin({ channelId, ts });
      await chat.bookmark({ channelId, title: 'Alert', url: 'https://grafana.example.com/d/x' });
    }
    const [room] = await roomsOf('E-1');
    expect(room?.members).toEqual(expect.arrayContaining(userIds));
    expect(room?.pins).toBe(1);
    expect((await witness(slack).bookmarks.list({ channel_id: channelId })).bookmarks).toHaveLength(1);
  });
});
