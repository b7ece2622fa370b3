import type { WarRoomChat } from '../../../../src/chat/port';
import { whyNotInvited } from '../../../../src/slack/room/why-not-invited';
import { createWebApiChat } from '../../../../src/slack/web-api-chat';
import { type ScriptedSlack, startScriptedSlack } from '../../../support/scripted-slack';

let slack: ScriptedSlack;
let chat: WarRoomChat;
beforeEach(async () => {
  slack = await startScriptedSlack();
  chat = createWebApiChat({ token: () => 'xoxb-t', apiUrl: slack.apiUrl });
});
afterEach(() => slack.stop());

const invite = (...userIds: string[]) => chat.invite({ channelId: 'C1', userIds });

/** As Slack does it: one bad id keeps the whole batch out. */
function refuse(reasons: Readonly<Record<string, string>>): void {
  slack.on('conversations.invite', (_, { params }) => {
    const bad = (params.users ?? '').split(',').filter((id) => reasons[id] !== undefined);
    return bad.length === 0 ? {} : { error: reasons[bad[0] ?? ''], errors: bad.map((user) => ({ ok: false, user, error: reasons[user] })) };
  });
}

it('invites a hundred at a time', async () => {
  const ids = Array.from({ length: 150 }, (_, index) => `U${index}`);
  expect(await invite(...ids)).toEqual({ invited: ids, refused: [] });
  expect(slack.calls.map(({ params }) => params.users?.split(',').length)).toEqual([100, 50]);
});

it('does not lose the others for one bad id', async () => {
  refuse({ U2: 'user_not_found' });
  expect(await invite('U1', 'U2', 'U3')).toEqual({
    invited: ['U1', 'U3'],
    refused: [{ userId: 'U2', ...whyNotInvited('user_not_found') }],
  });
});

it('asks Slack once more, not once a person, when it names the bad ones', async () => {
  refuse({ U2: 'user_not_found', U4: 'user_is_restricted' });
  const outcome = await invite('U1', 'U2', 'U3', 'U4');
  expect(outcome.invited).toEqual(['U1', 'U3']);
  expect(outcome.refused).toEqual([
    { userId: 'U2', ...whyNotInvited('user_not_found') },
    { userId: 'U4', ...whyNotInvited('user_is_restricted') },
  ]);
  expect(slack.calls.map(({ params }) => params.users)).toEqual(['U1,U2,U3,U4', 'U1,U3']);
});

it('takes somebody who is in already, and itself, for invited', async () => {
  refuse({ U1: 'already_in_channel', U2: 'cant_invite_self' });
  expect(await invite('U1', 'U2', 'U3')).toEqual({ invited: ['U1', 'U2', 'U3'], refused: [] });
});

it('invites one by one when Slack does not name the bad ones', async () => {
  slack.on('conversations.invite', (_, { params }) => (params.users?.includes('U2') ? { error: 'user_not_found' } : {}));
  expect(await invite('U1', 'U2', 'U3')).toEqual({
    invited: ['U1', 'U3'],
    refused: [{ userId: 'U2', ...whyNotInvited('user_not_found') }],
  });
});

it('says in words why a guest of a single channel is not in the room, and what helps; a code without words is named', async () => {
  refuse({ U1: 'ura_max_channels', U2: 'user_is_ultra_restricted', U3: 'something_new' });
  const { refused } = await invite('U1', 'U2', 'U3');
  expect(refused.map(({ reason }) => reason)).toEqual([
    'a guest of a single channel, and already in another',
    'a guest of a single channel, whom the app may not invite',
    'Slack refused the invitation (something_new)',
  ]);
  expect(refused.map(({ remedy }) => remedy?.startsWith('An admin has to add them to this channel'))).toEqual([true, true, undefined]);
});

it.each(['ratelimited', 'internal_error', 'missing_scope', 'token_revoked', 'channel_not_found', 'is_archived'])(
  'throws %s, which is not about one person',
  async (error) => {
    slack.on('conversations.invite', { error });
    await expect(invite('U1', 'U2')).rejects.toMatchObject({ name: 'ChatError' });
    expect(slack.calls).toHaveLength(1);
  },
);
