import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/interface';
import type { IncidentRequest } from '../../src/incident/incident';
import { resumedState } from '../../src/incident/resume-closed';
import type { CallForPeopleMessage, HeadlineMessage, NewsMessage } from '../../src/incident/room-message';
import type { IncidentState } from '../../src/incident/state';
import { RESPONSE_QUEUE } from '../../src/workflows/activity-options';
import { RESPONSE_PLAN } from '../../src/workflows/plan';
import { type FakeRoom, fakeActivities } from '../support/fake-activities';
import { sampleIncident, samplePolicy } from '../support/sample-incident';
import { timeSkippingEnvironment, withWorkers, workflowBundle } from '../support/workflow-env';

const POLL_MS = 10;

// A server for each test: time that one skips, another must not have lived through.
let env: TestWorkflowEnvironment;
beforeAll(() => workflowBundle(), 60_000);
beforeEach(async () => {
  env = await timeSkippingEnvironment();
});
afterEach(() => env?.teardown());

type Handle = Awaited<ReturnType<typeof start>>;

async function start(request: Partial<IncidentRequest> = {}) {
  const workflowId = `PROD-${randomUUID().slice(0, 8).toUpperCase()}`;
  const input = { incidentId: workflowId, title: 'Database down', actor: 'ann', ...request };
  return env.client.workflow.start('respondToIncident', { workflowId, taskQueue: RESPONSE_QUEUE, args: [input] });
}
async function until(handle: Handle, holds: (state: IncidentState) => boolean): Promise<IncidentState> {
  for (;;) {
    const state = await handle.query<IncidentState>('state');
    if (holds(state)) return state;
    await pause(POLL_MS);
  }
}
const complete = (state: IncidentState): boolean => state.responseComplete;
const send = (handle: Handle, name: string, payload: object = {}) => handle.executeUpdate(name, { args: [{ actor: 'ben', ...payload }] });
const calls = ({ messages }: FakeRoom, kind: string): CallForPeopleMessage[] =>
  [...messages.values()].filter(
    (message): message is CallForPeopleMessage => message.kind === 'callForPeople' && message.why?.kind === kind,
  );
const headlineOf = ({ messages }: FakeRoom, { workflowId }: Handle) => messages.get(`${workflowId}/announceIncident`) as HeadlineMessage;

/** Runs a test with a response that is complete. */
async function withComplete(
  test: (handle: Handle, room: FakeRoom) => Promise<void>,
  overrides: Partial<Activities> = {},
  request: Partial<IncidentRequest> = {},
): Promise<void> {
  const { activities, room } = fakeActivities(overrides);
  await withWorkers(env, activities, async () => {
    const handle = await start({ severity: 'critical', ...request });
    await until(handle, complete);
    await test(handle, room);
    await handle.terminate().catch(() => undefined);
  });
}

describe('escalation', () => {
  it('calls level by level until somebody acknowledges, and says before whom it calls next', () =>
    withComplete(async (handle, room) => {
      expect(headlineOf(room, handle).next?.text).toContain('second@example.com');
      await env.sleep('301s');
      const first = await until(handle, ({ escalation }) => escalation.reached === 1);
      expect(first.timeline.at(-1)?.actor).toBe('worker');
      await until(handle, () => calls(room, 'escalation').length === 1);
      expect(calls(room, 'escalation')[0]).toMatchObject({ why: { level: 1, by: null }, called: [{ name: 'second' }] });
      await until(handle, () => headlineOf(room, handle).next?.text.includes('@leads') === true);
      await send(handle, 'acknowledge');
      await env.sleep('10m');
      const { escalation } = await until(handle, () => true);
      expect(escalation).toEqual({ reached: 1, dueAt: null });
      expect(calls(room, 'escalation')).toHaveLength(1);
    }));

  it('goes through all levels, repeats the last, and then says that nobody is left', () =>
    withComplete(async (handle, room) => {
      for (const reached of [1, 2, 3]) {
        await env.sleep('301s');
        await until(handle, ({ escalation }) => escalation.reached === reached);
      }
      const state = await until(handle, ({ escalation }) => escalation.dueAt === null);
      await until(handle, () => calls(room, 'escalation').length === 3);
      expect(headlineOf(room, handle).next?.text).toContain('every level has been called');
      await expect(send(handle, 'escalate')).rejects.toThrow(WorkflowUpdateFailedError);
      expect(state.people?.resolved.map(({ name }) => name)).toEqual(['dba', 'second', 'leads']);
    }));

  it('is brought forward by a graver severity, which is announced anew and calls again', () =>
    withComplete(
      async (handle, room) => {
        const before = await until(handle, () => true);
        await send(handle, 'changeSeverity', { severity: 'critical' });
        const { escalation } = await until(handle, () => true);
        expect(Date.parse(escalation.dueAt ?? '')).toBeLessThan(Date.parse(before.escalation.dueAt ?? ''));
        await until(handle, () => calls(room, 'severity').length === 1);
        expect(calls(room, 'severity')[0]?.called.map(({ name }) => name)).toEqual(['dba']);
      },
      {},
      { severity: 'low' },
    ));

  it('keeps the levels that were reached when the severity falls', () =>
    withComplete(async (handle) => {
      await send(handle, 'escalate');
      await send(handle, 'changeSeverity', { severity: 'low' });
      expect((await until(handle, () => true)).escalation.reached).toBe(1);
    }));

  it('does nothing after a resolution that came first', () =>
    withComplete(async (handle, room) => {
      await send(handle, 'resolve', { note: 'restarted' });
      await env.sleep('6m');
      const refused = await send(handle, 'escalate').catch((error: unknown) => error);
      expect(((refused as WorkflowUpdateFailedError).cause as ApplicationFailure).message).toContain('already resolved by ben at');
      expect(calls(room, 'escalation')).toEqual([]);
    }));

  it('calls the others when one lookup is refused, naming who was not found', () =>
    withComplete(
      async (handle, room) => {
        await send(handle, 'addResponders', { users: ['ghost@example.com'] });
        await until(handle, () => calls(room, 'added').length === 1);
        expect(calls(room, 'added')[0]).toMatchObject({ called: [], unresolved: [{ reference: 'ghost@example.com' }] });
      },
      {
        resolveSlackUsers: async ({ users }) => {
          if (users.includes('ghost@example.com'))
            throw ApplicationFailure.create({
              message: 'Slack refuses: scope users:read is missing',
              type: 'slack_missing_scope',
              nonRetryable: true,
            });
          return { value: { resolved: [], unresolved: [], resolutionRate: 1 }, attempt: 1 };
        },
      },
    ));
});

describe('reminders', () => {
  it('ask whoever took it when it has been quiet, later each time, and stop when it is resolved', () =>
    withComplete(async (handle, room) => {
      const reminders = () => [...room.messages.values()].filter(({ kind }) => kind === 'reminder').length;
      await send(handle, 'acknowledge');
      await env.sleep('20m');
      await send(handle, 'addNote', { text: 'looking at the pool' });
      await env.sleep('20m');
      expect(reminders()).toBe(0);
      await env.sleep('11m');
      await until(handle, () => reminders() === 1);
      await env.sleep('61m');
      await until(handle, () => reminders() === 2);
      await send(handle, 'resolve');
      await env.sleep('5h');
      expect(reminders()).toBe(2);
    }));
});

describe('roles', () => {
  it('are claimed, handed over and shown, and a severe incident asks for a commander', () =>
    withComplete(async (handle, room) => {
      await send(handle, 'acknowledge');
      await until(handle, () => headlineOf(room, handle).next?.text.includes('needs a commander') === true);
      const told = () => [...room.messages.values()].flatMap((message) => (message.kind === 'news' ? message.entries : []));
      await until(handle, () =>
        told().some(({ commanderCommand }) => commanderCommand?.startsWith(`incident assign ${handle.workflowId}`)),
      );
      await send(handle, 'assign', { user: 'dba@example.com', role: 'commander' });
      await until(handle, () => headlineOf(room, handle).roles.commander?.name === 'dba');
      await send(handle, 'assign', { user: 'zoe@example.com', role: 'commander' });
      const state = await until(handle, ({ roles }) => roles.commander?.userId != null && roles.commander.name === 'zoe');
      expect(state.timeline.some(({ text }) => text === 'handed commander over from dba to zoe@example.com')).toBe(true);
      await until(handle, () => calls(room, 'assigned').length === 2);
    }));
});

describe('reopening', () => {
  it('keeps the metrics, calls again and escalates again', () =>
    withComplete(async (handle, room) => {
      await send(handle, 'acknowledge');
      await send(handle, 'resolve');
      const resolved = await until(handle, ({ status }) => status === 'resolved');
      await send(handle, 'reopen', { reason: 'it is back' });
      const reopened = await until(handle, ({ status }) => status === 'reopened');
      expect(reopened.metrics).toEqual(resolved.metrics);
      expect(reopened).toMatchObject({ acknowledgedBy: null, resolvedBy: null, archiveDueAt: null, reopenings: 1 });
      await until(handle, () => calls(room, 'reopened').length === 1);
      await env.sleep('301s');
      await until(handle, ({ escalation }) => escalation.reached === 1);
      await send(handle, 'acknowledge');
      expect((await until(handle, ({ status }) => status === 'acknowledged')).metrics.timeToAcknowledgeMs).toBe(
        resolved.metrics.timeToAcknowledgeMs,
      );
    }));

  it('is refused once the incident is archived, whose channel is archived with it', () =>
    withComplete(async (handle, room) => {
      await send(handle, 'resolve');
      const final = (await handle.result()) as IncidentState;
      expect(final.closedAt).not.toBeNull();
      expect(room.calls).toContain('archiveChannel');
      await expect(send(handle, 'reopen', { reason: 'x' })).rejects.toThrow();
    }));

  it('leaves the channel of an archived incident whose severity says so', () => {
    const policy = samplePolicy({ archiveChannel: false });
    return withComplete(
      async (handle, room) => {
        await send(handle, 'resolve');
        expect(((await handle.result()) as IncidentState).closedAt).not.toBeNull();
        expect(room.calls).not.toContain('archiveChannel');
      },
      {
        parseIncidentEvent: async ({ request, receivedAt }) => ({
          value: sampleIncident({ id: request.incidentId, createdAt: receivedAt, policy }),
          attempt: 1,
        }),
      },
    );
  });
});

describe('a further investigation', () => {
  it('posts its findings anew, by the runbooks that were asked for', () => {
    let asked: readonly string[] = [];
    const { activities } = fakeActivities();
    return withComplete(
      async (handle, room) => {
        await send(handle, 'investigateAgain', { runbooks: ['database'] });
        const state = await until(
          handle,
          ({ investigationRound, steps }) => investigationRound === 2 && steps.every(({ status }) => status === 'done'),
        );
        expect(asked).toEqual(['database']);
        expect(state.findings).toHaveLength(2);
        const verdicts = room.calls.filter((call) => call.includes('/postVerdict'));
        expect(new Set(verdicts).size).toBe(2);
        expect(room.calls.filter((call) => call.startsWith('announceIncident'))).toHaveLength(1);
      },
      {
        selectProbes: async (input) => {
          asked = input.incident.runbooks;
          return activities.selectProbes(input);
        },
      },
    );
  });
});

describe('resuming from a step', () => {
  it('runs it and what needs it again, and adopts what stands', () =>
    withComplete(async (handle, room) => {
      await send(handle, 'changeTitle', { title: 'Pool exhausted' });
      await send(handle, 'resumeFrom', { step: 'parseIncidentEvent' });
      const state = await until(
        handle,
        ({ nodes }) =>
          nodes.every(({ status }) => status === 'done') && nodes.find(({ name }) => name === 'parseIncidentEvent')?.round === 2,
      );
      expect(state.incident?.title).toBe('Pool exhausted');
      expect(room.calls.filter((call) => call === 'parseIncidentEvent')).toHaveLength(2);
      expect(room.calls.filter((call) => call.startsWith('announceIncident'))).toHaveLength(1);
      expect([...room.messages.keys()].filter((key) => key.includes('postVerdict'))).toHaveLength(1);
    }));

  it('is possible when it is closed, as a new run of the same id', () =>
    withComplete(async (handle, room) => {
      await send(handle, 'resolve');
      const final = (await handle.result()) as IncidentState;
      const state = resumedState(final, {
        plan: RESPONSE_PLAN,
        step: 'investigate',
        actor: 'ann',
        requestId: 'r1',
        nowIso: new Date(await env.currentTimeMs()).toISOString(),
      });
      const again = await env.client.workflow.start('respondToIncident', {
        workflowId: handle.workflowId,
        taskQueue: RESPONSE_QUEUE,
        args: [final.request, { state, said: null, chores: [], count: 1_000_000 }],
      });
      const resumed = (await again.result()) as IncidentState;
      expect(resumed.nodes.find(({ name }) => name === 'runProbes')?.round).toBe(2);
      expect(resumed.status).toBe('resolved');
      expect(room.calls.filter((call) => call.startsWith('announceIncident'))).toHaveLength(1);
      expect(room.calls.filter((call) => call === 'createChannel')).toHaveLength(1);
      expect(room.calls).toContain('unarchiveChannel');
    }));
});

describe('a flood of notes', () => {
  it('is told in few messages, in order, none lost', () =>
    withComplete(async (handle, room) => {
      for (let note = 0; note < 100; note += 1) await handle.signal('addNote', { actor: 'ben', text: `note ${note}` });
      const texts = () =>
        [...room.messages.values()]
          .filter((message): message is NewsMessage => message.kind === 'news')
          .flatMap(({ entries }) => entries.map(({ text }) => text));
      await until(handle, () => texts().length === 100);
      expect(texts()).toEqual(Array.from({ length: 100 }, (_, note) => `note ${note}`));
      expect([...room.messages.values()].filter(({ kind }) => kind === 'news').length).toBeLessThan(60);
    }));
});
