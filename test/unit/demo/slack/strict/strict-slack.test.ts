import type { SlackAnswer, SlackCall } from '../../../../../src/demo/slack/slack-call';
import { strictSlack } from '../../../../../src/demo/slack/strict/strict-slack';

const SCOPES = ['chat:write', 'channels:manage', 'channels:read', 'channels:history'];
const OK: SlackAnswer['body'] = { ok: true };

/** A workspace in which everybody is in C1 and nobody in C2. */
function strict(emulator: (call: SlackCall) => SlackAnswer['body'] = () => OK) {
  const calls: SlackCall[] = [];
  const interceptor = strictSlack({
    tokens: new Map([['xoxb', SCOPES]]),
    emulator: async (call) => {
      calls.push(call);
      if (call.method !== 'conversations.info') return emulator(call);
      return { ok: true, channel: { is_member: call.args.channel === 'C1' } };
    },
  });
  const call = (method: string, args: Record<string, unknown>, token = 'xoxb'): SlackCall => ({ method, token, args });
  const refusal = async (one: SlackCall) => (await interceptor.before?.(one))?.body;
  const answered = async (one: SlackCall, body: SlackAnswer['body']) => (await interceptor.after?.(one, { status: 200, body }))?.body;
  return { calls, call, refusal, answered };
}

it('knows its tokens and their scopes', async () => {
  const { call, refusal } = strict();
  expect(await refusal(call('auth.test', {}, ''))).toEqual({ ok: false, error: 'not_authed' });
  expect(await refusal(call('auth.test', {}, 'xoxb-other'))).toEqual({ ok: false, error: 'invalid_auth' });
  expect(await refusal(call('pins.add', { channel: 'C1', timestamp: '1.2' }))).toEqual({
    ok: false,
    error: 'missing_scope',
    needed: 'pins:write',
    provided: SCOPES.join(','),
  });
  expect(await refusal(call('auth.test', {}))).toBeUndefined();
});

it('says what is wrong in the form of Slack', async () => {
  const { call, refusal } = strict();
  const where = 'must be more than 0 characters [json-pointer:/blocks/0/text/text]';
  const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: '' } }];
  expect(await refusal(call('chat.postMessage', { channel: 'C1', blocks }))).toEqual({
    ok: false,
    error: 'invalid_blocks',
    errors: [where],
    response_metadata: { messages: [`[ERROR] ${where}`] },
  });
});

it('refuses a thread of no message, and one of a reply', async () => {
  const { call, refusal, answered } = strict();
  const reply = (thread_ts: string) => call('chat.postMessage', { channel: 'C1', text: 'x', thread_ts });
  expect(await refusal(reply('1.1'))).toEqual({ ok: false, error: 'thread_not_found' });
  await answered(call('chat.postMessage', { channel: 'C1', text: 'x' }), { ok: true, channel: 'C1', ts: '1.1' });
  expect(await refusal(reply('1.1'))).toBeUndefined();
  await answered(reply('1.1'), { ok: true, channel: 'C1', ts: '1.2' });
  expect(await refusal(reply('1.2'))).toEqual({ ok: false, error: 'thread_not_found' });
  await answered(call('chat.delete', { channel: 'C1', ts: '1.1' }), { ok: true });
  expect(await refusal(reply('1.1'))).toEqual({ ok: false, error: 'thread_not_found' });
});

it('refuses posts to a channel that the bot is not in, and edits in an archived one', async () => {
  const { calls, call, refusal, answered } = strict();
  const post = (channel: string) => call('chat.postMessage', { channel, text: 'x' });
  expect(await refusal(post('C2'))).toEqual({ ok: false, error: 'not_in_channel' });
  expect(await refusal(post('C1'))).toBeUndefined();
  await answered(call('conversations.create', { name: 'x' }), { ok: true, channel: { id: 'C3' } });
  expect(await refusal(post('C3'))).toBeUndefined();
  expect(calls.map(({ args }) => args.channel)).toEqual(['C2', 'C1']);
  const edit = call('chat.update', { channel: 'C1', ts: '1.1', text: 'x' });
  await answered(call('conversations.archive', { channel: 'C1' }), { ok: true });
  expect(await refusal(edit)).toEqual({ ok: false, error: 'is_inactive' });
  await answered(call('conversations.unarchive', { channel: 'C1' }), { ok: true });
  expect(await refusal(edit)).toBeUndefined();
});

it('invites the valid with force, and nobody without', async () => {
  const { calls, call, answered } = strict();
  const errors = [{ user: 'U2', ok: false, error: 'user_not_found' }];
  const invite = (more: object) => call('conversations.invite', { channel: 'C1', users: 'U1,U2', ...more });
  const refused = { ok: false, error: 'user_not_found', errors };
  expect(await answered(invite({}), refused)).toEqual(refused);
  expect(await answered(invite({ force: 'true' }), refused)).toEqual({ ok: true, errors });
  expect(calls.map(({ args }) => args.users)).toEqual(['U1']);
});

it('reads the history between two times', async () => {
  const { call, answered } = strict();
  const messages = ['1.1', '1.2', '1.3'].map((ts) => ({ ts }));
  const read = async (args: object) => {
    const body = await answered(call('conversations.history', { channel: 'C1', ...args }), { ok: true, messages });
    return ((body?.messages ?? []) as typeof messages).map(({ ts }) => ts);
  };
  expect(await read({})).toEqual(['1.1', '1.2', '1.3']);
  expect(await read({ oldest: '1.1' })).toEqual(['1.2', '1.3']);
  expect(await read({ oldest: '1.1', latest: '1.2', inclusive: 'true' })).toEqual(['1.1', '1.2']);
});
