import { activityInfo, Context } from '@temporalio/activity';
import type { WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { Activities } from '../../../src/activities/interface';
import type { IncidentRequest } from '../../../src/incident/model/incident';
import type { NewsMessage } from '../../../src/incident/model/room-message';
import type { IncidentState } from '../../../src/incident/model/state';
import type { WordedState } from '../../../src/incident/timeline-words/worded-state';
import { changesIn, wordsOf } from '../../support/entry-words';
import { fakeActivities } from '../../support/fake-activities';
import { isComplete, send } from '../../support/incident-handle';
import { KeyedRoom, unreachable } from '../../support/keyed-room';
import { describeWith } from '../../support/needs';
import { sampleEvent, sampleFinding, sampleIncident, samplePolicy } from '../../support/sample-incident';
import { type ShortHistories, shortHistories } from '../../support/short-histories';
import { waitUntil } from '../../support/wait-until';
import { withWorkers, workflowBundle } from '../../support/workflow-env';

const EVENTS = 150;
/** `npm run test:chaos` gives the number of commands, 5,000, and sends more of the others, too. */
const IN_FULL = process.env.CONTINUE_COMMANDS !== undefined;
const COMMANDS = Number(process.env.CONTINUE_COMMANDS ?? 300);
const ALERTS = IN_FULL ? 400 : 80;
/** Of each label of an alert, so that all alerts together come near to what one payload holds, however many there are. */
const LABEL_CHARS = 160_000 / ALERTS;
const UPDATES = IN_FULL ? 240 : 60;
const SENDERS = 10;
const ROUNDS = IN_FULL ? 20 : 10;
const FURTHER_ALERT = sampleEvent({ description: 'still', labels: { zone: 'b' } });

describeWith(['temporal'], 'an incident that goes on in a new run', () => {
  let histories: ShortHistories;
  let room: KeyedRoom;
  let calls: string[];
  beforeAll(async () => {
    [histories] = await Promise.all([shortHistories(EVENTS), workflowBundle()]);
  }, 60_000);
  afterAll(() => histories?.stop());
  beforeEach(() => {
    room = new KeyedRoom();
  });

  /** Runs a test with an incident whose room is `room`. */
  async function withIncident(
    test: (handle: WorkflowHandle) => Promise<void>,
    overrides: (usual: Activities) => Partial<Activities> = () => ({}),
    request: Partial<IncidentRequest> = {},
  ): Promise<void> {
    const { activities: usual, room: remembered } = fakeActivities();
    const activities = { ...usual, ...room.activities(), ...overrides(usual) };
    calls = remembered.calls;
    await withWorkers(histories.env, activities, async () => {
      const handle = await histories.start(request);
      await test(handle);
      await handle.terminate();
    });
  }
  const times = (call: string): number => calls.filter((other) => other === call).length;

  it(`loses and doubles nothing of ${COMMANDS} commands, with Slack away in the middle`, async () => {
    const incident = sampleIncident({ policy: { ...samplePolicy({ acknowledgeWithinMs: 4_000, escalateEveryMs: 3_600_000 }) } });
    const parse: Activities['parseIncidentEvent'] = async ({ request, receivedAt }) => ({
      value: { ...incident, id: request.incidentId, createdAt: receivedAt },
      attempt: 1,
    });
    await withIncident(
      async (handle) => {
        const before = await histories.until(handle, isComplete);
        let isDown = false;
        let lost = 0;
        room.trouble = () => {
          lost += 1;
          return isDown ? (lost % 5 === 0 ? 'after' : 'before') : undefined;
        };
        const note = async (sender: number, index: number) => {
          const command = { actor: `sender ${sender}`, requestId: `${sender}/${index}`, text: `${sender}: note ${index}` };
          await handle.signal('addNote', command);
          if (index % 10 === 0) await handle.signal('addNote', command);
        };
        const each = COMMANDS / SENDERS / ROUNDS;
        for (let round = 0; round < ROUNDS; round += 1) {
          isDown = round >= ROUNDS / 4 && round < (ROUNDS * 3) / 4;
          await Promise.all(
            Array.from({ length: SENDERS }, async (_, sender) => {
              for (let index = round * each; index < (round + 1) * each; index += 1) await note(sender, index);
            }),
          );
          // While further signals arrive with every task, the server lets no run end.
          await histories.until(handle, ({ seenRequestIds }) => seenRequestIds.length === (round + 1) * each * SENDERS);
        }
        const runs = await histories.runs(handle);
        // The first ones once more, many runs later.
        for (let sender = 0; sender < SENDERS; sender += 1) await note(sender, 0);
        const told = () => room.news().filter(({ kind }) => kind === 'addNote');
        await room.until(() => told().length >= COMMANDS);
        await histories.until(handle, ({ escalation }) => escalation.reached === 1);
        await room.until(() => room.of('callForPeople').some(({ why }) => why?.kind === 'escalation'));
        const after = await histories.until(handle, () => true);

        expect(runs.length).toBeGreaterThan(IN_FULL ? 5 : 2);
        for (let sender = 0; sender < SENDERS; sender += 1) {
          const expected = Array.from({ length: COMMANDS / SENDERS }, (_, index) => `${sender}: note ${index}`);
          expect(told().flatMap((entry) => (entry.actor === `sender ${sender}` ? [wordsOf(entry)] : []))).toEqual(expected);
        }
        expect(told()).toHaveLength(COMMANDS);
        expect(new Set(after.seenRequestIds).size).toBe(COMMANDS);
        expect(room.of('headline')).toHaveLength(1);
        expect(room.of('callForPeople').map(({ why }) => why?.kind ?? 'first')).toEqual(['first', 'escalation']);
        // On a slow machine the first escalation may come before the response is complete.
        const ofResponse = before.timeline.filter(({ kind }) => kind !== 'escalate').length;
        expect(recorded(after)).toBe(ofResponse + COMMANDS + 1);
        // Everything else is as one run would have left it.
        expect(after.escalation).toEqual({ reached: 1, dueAt: expect.any(String) });
        const still = ({ timeline: _t, seenRequestIds: _s, escalation: _e, people: _p, revision: _r, ...rest }: IncidentState) => rest;
        expect(still(after)).toEqual(still(before));
        expect(room.opened).toBe(1);
      },
      () => ({ parseIncidentEvent: parse }),
    );
  }, 400_000);

  it('hands over a storm of alerts that came while Slack was away, and tells it in one message', async () => {
    await withIncident(
      async (handle) => {
        await histories.until(handle, isComplete);
        const before = await histories.runs(handle);
        room.trouble = () => 'before';
        for (let index = 0; index < ALERTS; index += 40) {
          await Promise.all(
            Array.from({ length: 40 }, (_, more) =>
              handle.signal('alertUpdated', { actor: 'am', event: index + more, requestId: `alert-${index + more}` }),
            ),
          );
          // While further signals arrive with every task, the server lets no run end.
          await histories.until(handle, ({ seenRequestIds }) => seenRequestIds.length === index + 40);
        }
        await histories.nextRun(handle);
        room.trouble = () => undefined;
        await waitUntil(() => told() === ALERTS);
        expect((await histories.runs(handle)).length).toBeGreaterThan(before.length);
        // The first alert may have been on its way already, and so may what an ended run was sending.
        expect(room.of('news').filter(isOfAlerts).length).toBeLessThan(5);
        expect(room.doubles()).toEqual([]);
      },
      () => ({
        readAlertUpdate: async ({ event }) => {
          const fingerprint = `group-${event}`;
          const labels = Object.fromEntries(['a', 'b', 'c'].map((name) => [name, `${event}${'界'.repeat(LABEL_CHARS)}`]));
          const alert = sampleEvent({ fingerprint, title: `${event} ${'界'.repeat(130)}`, labels });
          return { value: [{ event: alert, isPrivate: false }], attempt: activityInfo().attempt };
        },
      }),
    );
    function isOfAlerts({ entries }: NewsMessage): boolean {
      return entries.some(({ kind }) => kind === 'alertUpdated' || kind === 'alertChanges');
    }
    function told(): number {
      return room.news().reduce((sum, entry) => sum + changesIn(entry), 0);
    }
  }, 200_000);

  it('opens one channel when that is what it was trying', async () => {
    let isDown = true;
    await withIncident(
      async (handle) => {
        await histories.until(handle, ({ slack }) => slack !== null);
        await histories.nextRun(handle);
        await histories.nextRun(handle);
        isDown = false;
        const state = await histories.until(handle, isComplete);
        expect(times('createChannel')).toBe(1);
        expect(room.of('headline')).toHaveLength(1);
        expect(room.doubles()).toEqual([]);
        expect(state.steps.map(({ status }) => status)).toEqual(state.steps.map(() => 'done'));
        expect(state.nodes.every(({ round }) => round === 1)).toBe(true);
      },
      (usual) => ({
        createChannel: async (input) => {
          if (isDown) throw unreachable();
          return usual.createChannel(input);
        },
      }),
    );
  });

  it('takes an attempt that fails when it is to be cancelled for no failure', async () => {
    let asked = 0;
    await withIncident(
      async (handle) => {
        await waitUntil(() => asked > 0);
        await histories.nextRun(handle);
        const state = await histories.until(handle, isComplete);
        expect(state.steps.map(({ status }) => status)).toEqual(state.steps.map(() => 'done'));
        expect(state.nodes.every(({ round }) => round === 1)).toBe(true);
        expect(room.of('blocked')).toEqual([]);
      },
      (usual) => ({
        createChannel: async (input) => {
          asked += 1;
          if (asked === 1)
            await untilCancelled().catch(() => {
              throw unreachable();
            });
          return usual.createChannel(input);
        },
      }),
    );
  });

  it('keeps the findings it has, and runs the other probes again', async () => {
    const runs: string[] = [];
    await withIncident(
      async (handle) => {
        await histories.until(
          handle,
          ({ findings, nodes }) => findings.length === 1 && nodes.some(({ name, status }) => name === 'postProgress' && status === 'done'),
        );
        await histories.nextRun(handle);
        const state = await histories.until(handle, isComplete);
        expect(state.findings.map(({ key, status }) => `${key} ${status}`).sort()).toEqual(['http-health:api ok', 'tcp-connect:db-1 fail']);
        expect(runs.filter((key) => key === 'tcp-connect:db-1')).toHaveLength(1);
        expect(runs.filter((key) => key === 'http-health:api')).toHaveLength(2);
        expect(room.doubles()).toEqual([]);
        expect(room.of('finding')).toHaveLength(1);
        expect(room.of('progress')[0]?.findings).toHaveLength(2);
      },
      () => ({
        runProbe: async ({ probe }) => {
          const isFirst = !runs.includes(probe.key);
          runs.push(probe.key);
          if (probe.key === 'http-health:api' && isFirst) await untilCancelled();
          const failing = { status: 'fail' as const, summary: 'connection refused' };
          return { value: sampleFinding(probe, probe.key === 'tcp-connect:db-1' ? failing : {}), attempt: 1 };
        },
      }),
    );
  });

  it.each(['announceIncident', 'callForPeople', 'postFindings', 'postVerdict', 'postSummary'])(
    'says once what it was saying: %s, whose answers are lost',
    async (node) => {
      let isDown = true;
      let asked = 0;
      room.trouble = (activity, key) => {
        if (!isDown || activity === 'editMessage' || !key.includes(`/${node}`)) return undefined;
        asked += 1;
        return asked === 1 ? 'after' : 'before';
      };
      await withIncident(async (handle) => {
        await waitUntil(() => asked > 0);
        await histories.nextRun(handle);
        isDown = false;
        await histories.until(handle, isComplete);
        expect(room.doubles()).toEqual([]);
        expect(room.of('headline')).toHaveLength(1);
      });
    },
  );

  it('removes what was committed late, after the new run had said it again', async () => {
    await withIncident(
      async (handle) => {
        await histories.until(handle, ({ nodes }) => nodes.some(({ name, status }) => name === 'callForPeople' && status === 'running'));
        await histories.nextRun(handle);
        await histories.until(handle, isComplete);
        const [call] = room.posts.filter(({ key }) => key.endsWith('/callForPeople'));
        if (call === undefined) throw new Error('nobody was called');
        room.add(call);
        await room.until(() => room.doubles().length === 0);
        expect(room.posts).toContain(call);
      },
      () => {
        const { postMessage } = room.activities();
        let isFirst = true;
        return {
          // Left to its own activity, which hangs.
          inviteResponders: async () => ({ value: { refused: [], call: null }, attempt: 1 }),
          postMessage: async (input) => {
            const hangs = isFirst;
            isFirst = false;
            if (hangs) await untilCancelled();
            return postMessage(input);
          },
        };
      },
    );
  });

  it('stays blocked, and is retried, resumed and investigated again as before', async () => {
    let isRefused = true;
    await withIncident(
      async (handle) => {
        const blocked = await histories.until(handle, isComplete);
        expect(blocked.steps.find(({ name }) => name === 'createWarRoom')?.status).toBe('blocked');
        await histories.nextRun(handle);
        const still = await histories.until(handle, isComplete);
        expect(still.nodes).toEqual(blocked.nodes);
        isRefused = false;
        await send(handle, 'retryStep', { step: 'createWarRoom' });
        await histories.nextRun(handle);
        const mended = await histories.until(handle, ({ nodes }) => nodes.every(({ status }) => status === 'done'));
        expect(mended.nodes.find(({ name }) => name === 'createChannel')?.round).toBe(2);
        expect(room.of('headline')).toHaveLength(1);

        await histories.nextRun(handle);
        await send(handle, 'resumeFrom', { step: 'createWarRoom' });
        await histories.nextRun(handle);
        await histories.until(handle, ({ nodes }) => nodes.every(({ status }) => status === 'done'));
        expect(times('createChannel')).toBe(2);
        expect(room.of('headline')).toHaveLength(1);
        expect(room.of('verdict')).toHaveLength(1);

        await send(handle, 'investigateAgain');
        await histories.nextRun(handle);
        const again = await histories.until(handle, ({ nodes }) => nodes.every(({ status }) => status === 'done'));
        expect(again.investigationRound).toBe(2);
        expect(room.of('verdict')).toHaveLength(2);
        expect(room.of('finding')).toHaveLength(2);
        expect(room.of('summary')).toHaveLength(2);
        expect(room.doubles()).toEqual([]);
      },
      (usual) => ({
        createChannel: async (input) => {
          if (isRefused) throw refusedByScope();
          return usual.createChannel(input);
        },
      }),
    );
  });

  it('keeps a call for people that Slack has refused', async () => {
    let isRefused = true;
    await withIncident(
      async (handle) => {
        await histories.until(handle, isComplete);
        await send(handle, 'addResponders', { users: ['zoe@example.com'] });
        await histories.until(handle, ({ degradations }) => degradations.some(({ isTriedAgain }) => isTriedAgain));
        await histories.nextRun(handle);
        isRefused = false;
        await send(handle, 'retryStep', { step: 'createWarRoom' });
        const calledByHand = () => room.of('callForPeople').filter(({ why }) => why?.kind === 'added');
        await room.until(() => calledByHand().length > 0);
        await histories.until(handle, ({ degradations }) => degradations.length === 0);
        expect(calledByHand()).toMatchObject([{ called: [{ name: 'zoe' }] }]);
        expect(room.doubles()).toEqual([]);
      },
      () => {
        const { postMessage } = room.activities();
        return {
          inviteResponders: async () => ({ value: { refused: [], call: null }, attempt: 1 }),
          postMessage: async (input) => {
            if (isRefused && input.message.kind === 'callForPeople' && input.message.why !== null) throw refusedByScope();
            return postMessage(input);
          },
        };
      },
    );
  });

  it('answers an update that waits when its run ends, and does what it asked for once', async () => {
    await withIncident(
      async (handle) => {
        await histories.until(handle, isComplete);
        const answer = send(handle, 'alertUpdated', { event: { title: 'x' }, requestId: 'alert-1' });
        await waitUntil(() => times('readAlertUpdate') > 0);
        await histories.nextRun(handle);
        expect(await answer).toMatchObject({ applied: false, repeated: false });
        await histories.until(handle, ({ seenRequestIds }) => seenRequestIds.includes('alert-1'));
        expect(await send(handle, 'alertUpdated', { event: { title: 'x' }, requestId: 'alert-1' })).toMatchObject({
          applied: true,
          repeated: true,
        });
        const state = await histories.until(handle, () => true);
        expect(state.timeline.filter(({ requestId }) => requestId === 'alert-1')).toHaveLength(1);
      },
      () => ({
        readAlertUpdate: async () => {
          calls.push('readAlertUpdate');
          if (times('readAlertUpdate') === 1) await untilCancelled();
          return { value: [{ event: FURTHER_ALERT, isPrivate: false }], attempt: activityInfo().attempt };
        },
      }),
    );
  });

  it('keeps what came before the incident was parsed, and applies it once it is', async () => {
    await withIncident(
      async (handle) => {
        await handle.signal('changeSeverity', { actor: 'ben', severity: 'critical', requestId: 'severity-1' });
        await handle.signal('alertUpdated', { actor: 'ben', event: { title: 'x' }, requestId: 'alert-1' });
        const answer = send(handle, 'changeTitle', { title: 'Database on fire', requestId: 'title-1' });
        await waitUntil(() => times('parse') > 0);
        await histories.nextRun(handle);
        expect(await answer).toMatchObject({ applied: false });
        await handle.signal('changeSeverity', { actor: 'ben', severity: 'critical', requestId: 'severity-1' });
        calls.push('parse may end');
        await histories.nextRun(handle);
        const state = await histories.until(handle, ({ seenRequestIds }) => seenRequestIds.length === 3);
        expect(state.incident).toMatchObject({ title: 'Database on fire', severity: 'critical', labels: FURTHER_ALERT.labels });
        const told = state.timeline.filter(({ requestId }) => requestId !== null);
        expect(told.map(({ kind }) => kind)).toEqual(['changeSeverity', 'changeTitle', 'alertUpdated']);
      },
      (usual) => ({
        parseIncidentEvent: async (input) => {
          calls.push('parse');
          if (!calls.includes('parse may end')) await untilCancelled();
          return usual.parseIncidentEvent(input);
        },
        readAlertUpdate: async () => ({ value: [{ event: FURTHER_ALERT, isPrivate: false }], attempt: activityInfo().attempt }),
      }),
      { severity: 'low' },
    );
  });

  it('answers every update of a stream of them', async () => {
    await withIncident(async (handle) => {
      await histories.until(handle, isComplete);
      const first = await histories.runs(handle);
      const answers = await Promise.all(
        Array.from({ length: 4 }, async (_, sender) => {
          const given: unknown[] = [];
          for (let index = 0; index < UPDATES / 4; index += 1)
            given.push(await send(handle, 'addNote', { text: `${sender}/${index}`, requestId: `${sender}/${index}` }));
          return given;
        }),
      );
      expect(answers.flat()).toEqual(Array.from({ length: UPDATES }, () => ({ applied: true, repeated: false, status: 'triggered' })));
      expect((await histories.runs(handle)).length).toBeGreaterThan(first.length + 1);
      await room.until(() => room.news().length >= UPDATES);
      expect(new Set(room.news().map(wordsOf)).size).toBe(UPDATES);
      expect(room.doubles()).toEqual([]);
    });
  });
});

function refusedByScope(): ApplicationFailure {
  const message = 'Slack refuses: scope channels:manage is missing';
  return ApplicationFailure.create({ message, type: 'slack_missing_scope', nonRetryable: true, details: [{ mend: 'add it' }] });
}

/** Entries on the timeline, those that it only counts included. */
function recorded({ timeline }: WordedState): number {
  return timeline.reduce((sum, { count = 1 }) => sum + count, 0);
}

/** As a running activity does that is told so by its beats. */
async function untilCancelled(): Promise<never> {
  const beats = setInterval(() => Context.current().heartbeat(), 100);
  try {
    return await Context.current().cancelled;
  } finally {
    clearInterval(beats);
  }
}
