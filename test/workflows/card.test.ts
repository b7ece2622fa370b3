import { ApplicationFailure } from '@temporalio/common';
import { isOfPublic } from '../../src/incident/model/incident';
import type { CardMessage } from '../../src/incident/war-room/card';
import { OWNER_MEMO, TITLE_MEMO } from '../../src/workflows/contract/messages';
import { broadcastActivities } from '../support/broadcast-incident';
import type { FakeRoom } from '../support/fake-activities';
import { isComplete } from '../support/incident-handle';
import { type Overrides, withStartedIncident } from '../support/incident-stage';
import { ownTestServer } from '../support/own-test-server';
import { waitUntil } from '../support/wait-until';
import { workflowBundle } from '../support/workflow-env';

const env = ownTestServer();
beforeAll(() => workflowBundle(), 60_000);

const calls = (room: FakeRoom): string[] => room.calls.filter((call) => call.endsWith('/card')).map((call) => call.split(':')[0] ?? '');
const cardIn = (room: FakeRoom, id: string) => room.messages.get(`${id}/card`) as CardMessage | undefined;

it('is one message that follows what happens, in few calls', async () => {
  await withStartedIncident(
    env(),
    async ({ id, room, until, send, handle }) => {
      await until(isComplete);
      await until(() => calls(room).length === 1);
      await send('addNote', { text: 'looking' });
      await send('acknowledge', { actor: 'slack:UANN', actorName: 'Ann' });
      await until(() => cardIn(room, id)?.status === 'acknowledged');
      expect(cardIn(room, id)?.shown?.owner).toEqual({ name: 'Ann', userId: 'UANN' });
      await send('addNote', { text: 'found it' });
      await send('cancel', { reason: 'a drill' });
      await handle.result();
      expect(cardIn(room, id)?.status).toBe('cancelled');
      expect(calls(room)).toEqual(['postElsewhere', 'editMessage', 'editMessage']);
    },
    () => broadcastActivities(),
  );
});

it('comes once the severity is one of those listed', async () => {
  await withStartedIncident(
    env(),
    async ({ id, room, until, send }) => {
      await until(isComplete);
      expect(calls(room)).toEqual([]);
      await send('changeSeverity', { severity: 'high' });
      await until(() => cardIn(room, id)?.shown?.severity === 'high');
    },
    () => broadcastActivities(),
    { severity: 'low' },
  );
});

it('never is one of a private incident', async () => {
  await withStartedIncident(
    env(),
    async ({ room, until, send, handle }) => {
      await until(isComplete);
      await send('acknowledge');
      await send('cancel', { reason: 'a drill' });
      await handle.result();
      expect(calls(room)).toEqual([]);
    },
    () => broadcastActivities('private'),
  );
});

describe('once an alert asks for privacy', () => {
  it('is emptied, and stays so', async () => {
    await withStartedIncident(
      env(),
      async ({ id, room, until, send }) => {
        await until(isComplete);
        await until(() => cardIn(room, id)?.shown != null);
        await send('alertUpdated', { actor: 'alert:alertmanager', event: {} });
        await until(() => cardIn(room, id)?.shown === null);
        expect(cardIn(room, id)).toEqual({ kind: 'card', incidentId: id, status: 'triggered', shown: null });
        await send('changeTitle', { title: 'The leak' });
        await send('acknowledge');
        await until(() => cardIn(room, id)?.status === 'acknowledged');
        expect(cardIn(room, id)?.shown).toBeNull();
      },
      () => broadcastActivities(),
    );
  });

  it('is not posted later', async () => {
    await withStartedIncident(
      env(),
      async ({ room, until, send, headline }) => {
        await until(isComplete);
        await send('alertUpdated', { actor: 'alert:alertmanager', event: {} });
        await send('changeSeverity', { severity: 'high' });
        await until(() => headline().incident.severity === 'high');
        await until(({ timeline }) => timeline.at(-1)?.kind === 'changeSeverity');
        expect(calls(room)).toEqual([]);
      },
      () => broadcastActivities(),
      { severity: 'low' },
    );
  });

  it('the listings show its title and its owner no more than the card does', async () => {
    await withStartedIncident(
      env(),
      async ({ handle, until, send }) => {
        const title = async () => (await handle.describe()).memo?.[TITLE_MEMO];
        await until(isComplete);
        await send('acknowledge');
        expect(isOfPublic((await title()) as string)).toBe(true);
        await send('alertUpdated', { actor: 'alert:alertmanager', event: {} });
        await until((state) => state.asksForPrivacy === true);
        await waitUntil(async () => !isOfPublic((await title()) as string));
        expect((await handle.describe()).memo?.[OWNER_MEMO] ?? null).toBeNull();
      },
      () => broadcastActivities(),
    );
  });

  // Where the answer to the post is lost, the attempt is cancelled: test/integration/life/card.test.ts shows that on a real server.
});

it('that Slack refuses is told, and not tried again until it would show something else; then that is over', async () => {
  let tried = 0;
  const refusing: Overrides = (usual) => ({
    ...broadcastActivities(),
    postElsewhere: async (input) => {
      if (input.to.kind === 'person') return usual.postElsewhere(input);
      tried += 1;
      if (tried > 1) return usual.postElsewhere(input);
      throw ApplicationFailure.nonRetryable('Slack refuses chat.postMessage: not_in_channel', 'slack_not_in_channel');
    },
  });
  await withStartedIncident(
    env(),
    async ({ until, send }) => {
      const { timeline } = await until(({ responseComplete, degradations }) => responseComplete && degradations.length > 0);
      expect(timeline.find(({ kind }) => kind === 'degraded')?.text).toBe(
        "couldn't show the card in the broadcast channel: Slack refuses chat.postMessage: not_in_channel",
      );
      await send('addNote', { text: 'looking' });
      expect(tried).toBe(1);
      await send('changeSeverity', { severity: 'high' });
      await until(({ degradations }) => degradations.length === 0);
      expect(tried).toBe(2);
    },
    refusing,
  );
});
