import { MockActivityEnvironment } from '@temporalio/testing';
import type { Activities, Answer } from '../../../src/activities/interface';
import { mustLook, warRoomActivities } from '../../../src/activities/war-room';
import { topicOf } from '../../../src/incident/war-room/topic';
import { createWebApiChat } from '../../../src/slack/web-api-chat';
import { NO_ON_CALL } from '../../support/no-on-call';
import { completeState } from '../../support/sample-state';
import { type ScriptedSlack, startScriptedSlack } from '../../support/scripted-slack';

const CHANNEL = { id: 'C1', name: 'incident-prod-1', is_private: false };
const HEADLINE = {
  key: 'PROD-1/announceIncident',
  message: { kind: 'news' as const, entries: [{ actor: 'ann', kind: 'addNote', text: 'stands for any message' }] },
  mayExist: false,
  firstRunId: 'first',
};

it.each([
  ['the first attempt of the first run does not', { attempt: 1, runId: 'first' }, {}, false],
  ['a further attempt does', { attempt: 2, runId: 'first' }, {}, true],
  ['a run after a reset does', { attempt: 1, runId: 'second' }, {}, true],
  ['one that was begun before does', { attempt: 1, runId: 'first' }, { mayExist: true }, true],
])('looks for a message before it posts it: %s', (_, scope, begun, expected) => {
  expect(mustLook({ mayExist: false, firstRunId: 'first', ...begun }, scope)).toBe(expected);
});

describe('what is posted beside other work', () => {
  let slack: ScriptedSlack;
  beforeEach(async () => {
    slack = await startScriptedSlack();
    slack.on('conversations.create', { channel: CHANNEL });
  });
  afterEach(() => slack.stop());

  const activities = () => warRoomActivities(createWebApiChat({ token: () => 'xoxb-t', apiUrl: slack.apiUrl }), NO_ON_CALL);

  it('loses neither the channel nor the invitations when the activity is cancelled in the middle of the post', async () => {
    const open = {
      incidentId: 'PROD-1',
      name: CHANNEL.name,
      privacy: 'public' as const,
      createdAt: new Date().toISOString(),
      headline: HEADLINE,
    };
    const opened = await cancelledWhilePosting<'createChannel'>(activities().createChannel, open);
    expect(opened.value).toMatchObject({ room: { channelId: 'C1' }, headline: null });

    const people = [{ userId: 'U1', name: 'Zoe', reference: 'zoe', method: 'email' as const }];
    const invited = await cancelledWhilePosting<'inviteResponders'>(activities().inviteResponders, {
      channelId: 'C1',
      people,
      call: HEADLINE as never,
    });
    expect(invited.value).toEqual({ refused: [], call: null });
  });

  async function cancelledWhilePosting<Name extends keyof Activities>(
    activity: (input: Parameters<Activities[Name]>[0]) => ReturnType<Activities[Name]>,
    input: Parameters<Activities[Name]>[0],
  ) {
    const env = new MockActivityEnvironment();
    slack.on('chat.postMessage', () => {
      // It hangs, and the incident is cancelled meanwhile.
      env.cancel('CANCELLED' as never);
      return undefined;
    });
    return (await env.run(activity as never, input)) as Awaited<ReturnType<Activities[Name]>> & Answer<unknown>;
  }
});

it.each([
  ['is new, without reading it', 'first', 1, false],
  ['may have been described by an attempt whose answer was lost, after reading it', 'first', 2, true],
  ['is not known to be new, after reading it', undefined, 1, true],
])('describes a room that %s', async (_, freshIn, attempt, isRead) => {
  const slack = await startScriptedSlack();
  try {
    const { furnishRoom } = warRoomActivities(createWebApiChat({ token: () => 'xoxb-t', apiUrl: slack.apiUrl }), NO_ON_CALL);
    const env = new MockActivityEnvironment({ attempt, workflowExecution: { workflowId: 'PROD-1', runId: 'first' } });
    const topic = topicOf(completeState());
    await env.run(furnishRoom, { channelId: 'C1', headlineTs: '1.1', topic, purpose: 'p', links: [], ...(freshIn ? { freshIn } : {}) });
    expect(slack.methods().includes('conversations.info')).toBe(isRead);
    expect(slack.methods()).toEqual(expect.arrayContaining(['conversations.setPurpose', 'conversations.setTopic', 'pins.add']));
  } finally {
    await slack.stop();
  }
});
