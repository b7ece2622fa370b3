import { ApplicationFailure } from '@temporalio/common';
import type { Activities, EditInput } from '../../src/activities/interface';
import type { CallForPeopleMessage } from '../../src/incident/model/room-message';
import { drawnInCall } from '../../src/incident/war-room/buttons';
import type { ChatMessage } from '../../src/incident/war-room/chat-message';
import type { DirectCallMessage } from '../../src/incident/war-room/direct-call';
import type { FakeRoom } from '../support/fake-activities';
import { isComplete } from '../support/incident-handle';
import { withStartedIncident } from '../support/incident-stage';
import { KeyedRoom, unreachable } from '../support/keyed-room';
import { ownTestServer } from '../support/own-test-server';
import { workflowBundle } from '../support/workflow-env';

const env = ownTestServer();
beforeAll(() => workflowBundle(), 60_000);

const USERS = { users: ['ann@example.com', 'ben@example.com'] };
const direct = (room: FakeRoom): string[] =>
  room.calls.filter((call) => call.startsWith('postElsewhere:')).map((call) => call.split('/').slice(1).join('/'));
const userOf = (to: Parameters<Activities['postElsewhere']>[0]['to']): string => (to.kind === 'person' ? to.userId : '');
const drawnIn = (message: ChatMessage | undefined) =>
  message?.kind === 'callForPeople' ? drawnInCall(message) : message?.kind === 'directCall' ? message.buttons : undefined;

describe('a direct message', () => {
  it('goes to each person of each page, once', async () => {
    await withStartedIncident(
      env(),
      async ({ id, room, until, send }) => {
        await until(isComplete);
        expect(direct(room).sort()).toEqual(['direct/callForPeople/UANN', 'direct/callForPeople/UBEN']);
        expect(room.messages.get(`${id}/direct/callForPeople/UANN`)).toMatchObject({
          kind: 'directCall',
          why: null,
          buttons: ['acknowledge', 'decline'],
          briefing: { room: { channelId: 'C1' } },
        });
        await send('escalate', { requestId: 'r1' });
        await send('addResponders', { users: ['zoe@example.com'], requestId: 'r2' });
        await until(() => direct(room).length === 4);
        expect(direct(room).slice(2).sort()).toEqual(['direct/call/r1/USECOND', 'direct/call/r2/UZOE']);
        await send('resumeFrom', { step: 'createWarRoom' });
        await until(({ nodes, timeline }) => timeline.at(-1)?.kind === 'resumeFrom' && nodes.every(({ status }) => status !== 'running'));
        expect(direct(room)).toHaveLength(4);
      },
      undefined,
      USERS,
    );
  });

  it('does not go to whoever takes the role', async () => {
    await withStartedIncident(
      env(),
      async ({ room, until, send, calls }) => {
        await until(isComplete);
        const before = direct(room).length;
        await send('assign', { actor: 'slack:UZOE', actorName: 'Zoe', user: 'UZOE', role: 'commander' });
        await until(() => calls('assigned').length === 1);
        await send('addNote', { text: 'on it' });
        expect(direct(room)).toHaveLength(before);
      },
      undefined,
      USERS,
    );
  });

  it('that Slack refuses is told once, and nothing waits for it', async () => {
    const postElsewhere: Activities['postElsewhere'] = async ({ to }) => {
      if (userOf(to) === 'UANN')
        throw ApplicationFailure.nonRetryable('Slack refuses chat.postMessage: cannot_dm_bot', 'slack_cannot_dm_bot');
      return { value: { ts: '1', found: false, channelId: 'D1' }, attempt: 1 };
    };
    await withStartedIncident(
      env(),
      async ({ until }) => {
        const { degradations, timeline } = await until(isComplete);
        expect(degradations.map(({ what }) => what)).toEqual(['direct message to ann']);
        expect(timeline.filter(({ kind }) => kind === 'degraded').map(({ text }) => text)).toEqual([
          "couldn't send ann a direct message: Slack refuses chat.postMessage: cannot_dm_bot",
        ]);
      },
      () => ({ postElsewhere }),
      USERS,
    );
  });

  it('that waits for Slack is dropped once someone has acknowledged, and holds up nobody else', async () => {
    const tried: string[] = [];
    const postElsewhere: Activities['postElsewhere'] = async ({ to }) => {
      tried.push(userOf(to));
      if (userOf(to) === 'UANN') throw unreachable();
      return { value: { ts: '1', found: false, channelId: 'D1' }, attempt: 1 };
    };
    await withStartedIncident(
      env(),
      async ({ until, send, result }) => {
        await until(() => tried.includes('UANN') && tried.includes('UBEN'));
        await send('acknowledge');
        await until(isComplete);
        await send('cancel', { reason: 'a test' });
        const { degradations } = await result();
        expect(degradations).toEqual([]);
      },
      () => ({ postElsewhere }),
      USERS,
    );
  });

  it('never goes to someone whom a private room has not let in', async () => {
    const seen: string[] = [];
    await withStartedIncident(
      env(),
      async ({ until }) => {
        await until(isComplete);
        expect(seen).toEqual(['UBEN']);
      },
      () => ({
        inviteResponders: async () => ({ value: { refused: [{ userId: 'UANN', reason: 'user_is_restricted' }], call: null }, attempt: 1 }),
        postElsewhere: async ({ to }) => {
          seen.push(userOf(to));
          return { value: { ts: '1', found: false, channelId: 'D1' }, attempt: 1 };
        },
      }),
      { ...USERS, channelPrivacy: 'private' },
    );
  });

  it('is posted once although its answer was lost', async () => {
    const keyed = new KeyedRoom();
    let lost = 0;
    keyed.trouble = (activity, key) => {
      if (activity !== 'postElsewhere' || !key.endsWith('UANN') || lost > 0) return undefined;
      lost += 1;
      return 'after';
    };
    await withStartedIncident(
      env(),
      async ({ until }) => {
        await until(isComplete);
        expect(lost).toBe(1);
        expect(keyed.doubles()).toEqual([]);
        expect(keyed.posts.filter(({ message }) => message.kind === 'directCall')).toHaveLength(2);
      },
      () => keyed.activities(),
      USERS,
    );
  });
});

describe('the buttons of pages', () => {
  it('go once someone has acknowledged, in one edit of each message', async () => {
    const edits: string[] = [];
    await withStartedIncident(
      env(),
      async ({ id, room, until, send, headline }) => {
        await until(isComplete);
        await send('escalate', { requestId: 'r1' });
        await until(() => direct(room).length === 3);
        const keys = ['callForPeople', 'call/r1', ...direct(room)].map((key) => `${id}/${key}`);
        expect(edits).toEqual([]);
        for (const key of keys) expect(drawnIn(room.messages.get(key))).toEqual(['acknowledge', 'decline']);
        await send('acknowledge', { actor: 'slack:UANN', actorName: 'Ann' });
        await until(() => keys.every((key) => drawnIn(room.messages.get(key))?.length === 0));
        expect(room.messages.get(keys[0] ?? '')).toMatchObject({ takenBy: 'Ann' } satisfies Partial<CallForPeopleMessage>);
        expect(room.messages.get(keys[2] ?? '')).toMatchObject({ buttons: [] } satisfies Partial<DirectCallMessage>);
        await until(() => headline().status === 'acknowledged');
        await send('resolve');
        await until(({ status }) => status === 'resolved');
        await until(() => headline().status === 'resolved');
        expect(edits.sort()).toEqual([...keys].sort());
      },
      (usual) => ({
        editMessage: async (input: EditInput) => {
          if (input.message.kind === 'callForPeople' || input.message.kind === 'directCall') edits.push(input.key);
          return usual.editMessage(input);
        },
      }),
      USERS,
    );
  });

  it('of a page that was posted too late go too, and a deleted message is not mended', async () => {
    let deleted = 0;
    await withStartedIncident(
      env(),
      async ({ until, send, result }) => {
        await until(isComplete);
        await send('cancel', { reason: 'a drill' });
        const { degradations } = await result();
        expect(deleted).toBe(3);
        expect(degradations).toEqual([]);
      },
      (usual) => ({
        editMessage: async (input: EditInput) => {
          if (input.message.kind === 'headline') return usual.editMessage(input);
          deleted += 1;
          throw ApplicationFailure.nonRetryable('Slack refuses chat.update: message_not_found', 'slack_message_not_found');
        },
      }),
      USERS,
    );
  });
});
