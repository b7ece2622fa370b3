import { loadConfig } from '../../src/config';
import { createCall } from '../../src/slack/transport/call';
import { createWebApiChat } from '../../src/slack/web-api-chat';
import { peopleOf, whatIsLacking } from './lacking';

/** What Slack by hand sends, on the real Slack; all of it is removed again, and the channel is archived. */
const lacking = whatIsLacking();
const inSlack = lacking.all.length === 0 ? describe : describe.skip;
const withPeople = lacking.people.length === 0 ? it : it.skip;

const BLOCKS = [
  { type: 'section', text: { type: 'mrkdwn', text: 'A test message with buttons; it is removed at once.' } },
  {
    type: 'actions',
    block_id: 'test',
    elements: [
      { type: 'button', action_id: 'test.primary', style: 'primary', text: { type: 'plain_text', text: 'Acknowledge' }, value: 'test' },
      { type: 'overflow', action_id: 'test.more', options: [{ text: { type: 'plain_text', text: 'Escalate' }, value: 'test' }] },
    ],
  },
];

inSlack('Slack by hand', () => {
  const { slack } = lacking.all.length === 0 ? loadConfig({ purpose: 'worker' }) : { slack: null };
  const access = slack ?? { token: () => '' };
  const call = createCall(access);
  const chat = createWebApiChat(access);
  const now = new Date().toISOString();
  const id = `SLACK-HAND-${now.replace(/\D/g, '').slice(0, 14)}`;
  let channel = '';
  let userId = '';

  const post = async (where: string, blocks: typeof BLOCKS | [] = BLOCKS): Promise<string> => {
    const { ts = '' } = await call('chat.postMessage', (client) => client.chat.postMessage({ channel: where, text: 'a test', blocks }));
    return ts;
  };
  const remove = async (where: string, ts: string) => call('chat.delete', (client) => client.chat.delete({ channel: where, ts }));

  beforeAll(async () => {
    const room = { incidentId: id, name: id.toLowerCase(), privacy: 'public', incidentCreatedAt: now } as const;
    channel = (await chat.openRoom(room)).channelId;
    const references = peopleOf(process.env);
    const { resolved, unresolved } = await chat.findPeople({ references, isPrivate: false });
    expect(unresolved).toEqual([]);
    userId = resolved[0]?.userId ?? '';
    await chat.invite({ channelId: channel, userIds: resolved.map((person) => person.userId) });
  });
  afterAll(async () => {
    await chat.archive(channel);
    chat.close();
  });

  it('posts buttons, takes them away, and removes the message', async () => {
    const ts = await post(channel);
    await call('chat.update', (client) => client.chat.update({ channel, ts, text: 'a test', blocks: [] }));
    await remove(channel, ts);
    const { messages = [] } = await call('conversations.history', (client) => client.conversations.history({ channel }));
    expect(messages.map((message) => message.ts)).not.toContain(ts);
  });

  withPeople('shows a message to one person alone', async () => {
    const text = 'Only you can see this test message.';
    const { message_ts } = await call('chat.postEphemeral', (client) => client.chat.postEphemeral({ channel, user: userId, text }));
    expect(message_ts).toMatch(/^\d+\.\d+$/);
  });

  withPeople('writes to a person directly, finds the message again, and removes it', async () => {
    const { channel: direct } = await call('conversations.open', (client) => client.conversations.open({ users: userId }));
    const where = direct?.id ?? '';
    const ts = await post(where);
    const { messages = [] } = await call('conversations.history', (client) => client.conversations.history({ channel: where, limit: 5 }));
    expect(messages.map((message) => message.ts)).toContain(ts);
    await remove(where, ts);
  });
});
