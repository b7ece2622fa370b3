import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/interface';
import { RESPONSE_QUEUE } from '../../src/workflows/contract/messages';
import { isComplete } from '../support/incident-handle';
import { withIncident, withStartedIncident } from '../support/incident-stage';
import { unreachable } from '../support/keyed-room';
import { timeSkippingEnvironment, workflowBundle } from '../support/workflow-env';

let env: TestWorkflowEnvironment;
let isAway = false;
beforeAll(() => workflowBundle(), 60_000);
beforeEach(async () => {
  isAway = false;
  env = await timeSkippingEnvironment();
});
afterEach(() => env?.teardown());

describe('a call that Slack keeps waiting', () => {
  let tried = 0;
  beforeEach(() => {
    tried = 0;
  });
  const away = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (!isAway) return work();
    tried += 1;
    throw unreachable();
  };
  /** In the invitation that it goes with, or, where that leaves it, in the post of its own. */
  const stuckIn = {
    'its invitation': (usual: Activities): Partial<Activities> => ({
      inviteResponders: (input) => away(() => usual.inviteResponders(input)),
    }),
    'its own post': (usual: Activities): Partial<Activities> => ({
      inviteResponders: ({ call: _, ...invitation }) => usual.inviteResponders(invitation),
      postMessage: (input) => away(() => usual.postMessage(input)),
    }),
  };

  it.each(Object.entries(stuckIn))('in %s is not made any more once somebody has acknowledged', (_, overrides) =>
    withIncident(
      env,
      async ({ room, until, send, calls }) => {
        isAway = true;
        await env.sleep('301s');
        await until(() => tried > 0);
        await send('acknowledge');
        await until(({ timeline }) => timeline.some(({ text }) => text.startsWith('did not page second@example.com (escalation level 1)')));
        isAway = false;
        await send('addNote', { text: 'the last word' });
        await until(() => JSON.stringify([...room.messages.values()]).includes('the last word'));
        expect(calls('escalation')).toEqual([]);
      },
      overrides,
    ),
  );

  it.each(Object.entries(stuckIn))('of the start in %s is not made any more once the incident is resolved', (_, overrides) => {
    isAway = true;
    return withStartedIncident(
      env,
      async ({ id, room, until, send }) => {
        await until(() => tried > 0);
        await send('resolve');
        await until(() => true);
        await env.sleep('1s');
        isAway = false;
        const { nodes } = await until(isComplete);
        expect(room.messages.get(`${id}/callForPeople`)).toBeUndefined();
        // Who was found is let in all the same: a call after a reopening goes to the room.
        expect(nodes.filter(({ step }) => step === 'createWarRoom').map(({ name, status }) => `${name} ${status}`)).toEqual([
          'createChannel done',
          'announceIncident done',
          'furnishRoom done',
          'inviteResponders done',
          'callForPeople skipped',
        ]);
      },
      overrides,
      { users: ['dba@example.com'] },
    );
  });
});

const refused = (code: string) => ApplicationFailure.create({ message: `Slack: ${code}`, type: `slack_${code}`, nonRetryable: true });

it('a progress message that Slack lets nobody edit blocks no finding', () =>
  withIncident(
    env,
    async ({ id, room, until }) => {
      const { degradations, steps } = await until(() => true);
      expect([...room.messages.keys()].filter((key) => key.startsWith(`${id}/postFindings/`))).toHaveLength(1);
      expect(steps.filter(({ status }) => status === 'blocked')).toEqual([]);
      expect(degradations).toMatchObject([{ what: 'followProbes', problem: { message: 'Slack: edit_window_closed' } }]);
    },
    (usual) => ({
      updateThread: async (input) => {
        const answer = await usual.updateThread({ ...input, edit: null });
        if (input.edit !== null) throw refused('edit_window_closed');
        return answer;
      },
    }),
  ));

it('a headline that a person has deleted keeps no topic from being true', () => {
  const topics: string[] = [];
  return withIncident(
    env,
    async ({ until, send }) => {
      isAway = true;
      await send('acknowledge');
      await until(() => topics.at(-1) === 'acknowledged');
    },
    () => ({
      describeChannel: async ({ topic }) => {
        topics.push(topic.status);
        return { value: null, attempt: 1 };
      },
      editMessage: async ({ key }) => {
        if (isAway && key.endsWith('/announceIncident')) throw refused('message_not_found');
        return { value: null, attempt: 1 };
      },
    }),
  );
});

it('a note that comes while the next run begins is told beside one that may stand already', async () => {
  const notes = (text: string) => [{ actor: 'ben', kind: 'addNote', text }];
  await withIncident(
    env,
    async ({ id, room, until }) => {
      const { request, ...state } = await until(() => true);
      await env.client.workflow.getHandle(id).terminate();
      // Slack has posted it, and the end of the run cut the answer off.
      const key = `${id}/news/r-1`;
      const message = { kind: 'news' as const, entries: notes('cut off') };
      room.messages.set(key, message);
      const said = { posted: {}, begun: [key], unclear: [key], headline: '', headlineUnclear: false, topic: '' };
      const carried = { state: { ...state, request }, said, chores: [{ kind: 'say', key, message }], count: 100 };
      await env.client.workflow.signalWithStart('respondToIncident', {
        workflowId: id,
        taskQueue: RESPONSE_QUEUE,
        args: [request, carried],
        signal: 'addNote',
        signalArgs: [{ actor: 'ben', requestId: 'r-2', text: 'comes right then' }],
      });
      await until(({ timeline }) => timeline.some(({ text }) => text === 'comes right then'));
      await until(() => room.calls.includes(`postReply:${key}`));
      await env.client.workflow.getHandle(id).signal('addNote', { actor: 'ben', requestId: 'r-3', text: 'the last word' });
      await until(() => JSON.stringify([...room.messages.values()]).includes('the last word'));
      expect(JSON.stringify([...room.messages.values()])).toContain('comes right then');
    },
    (usual, room) => ({
      postReply: async (input) => {
        const standing = input.mayExist ? room.messages.get(input.key) : undefined;
        const answer = await usual.postReply(input);
        if (standing !== undefined) room.messages.set(input.key, standing);
        return answer;
      },
    }),
  );
});
