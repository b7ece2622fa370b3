import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { NewsMessage } from '../../src/incident/model/room-message';
import type { IncidentState } from '../../src/incident/model/state';
import { resumedState } from '../../src/incident/response/resume-closed';
import { RESPONSE_QUEUE } from '../../src/workflows/contract/messages';
import { RESPONSE_PLAN } from '../../src/workflows/response/plan';
import { wordsOf } from '../support/entry-words';
import { withIncident } from '../support/incident-stage';
import { sampleFinding, sampleIncident, samplePolicy, sampleProbe } from '../support/sample-incident';
import { timeSkippingEnvironment, workflowBundle } from '../support/workflow-env';

// A server for each test: time that one skips, another must not have lived through.
let env: TestWorkflowEnvironment;
beforeAll(() => workflowBundle(), 60_000);
beforeEach(async () => {
  env = await timeSkippingEnvironment();
});
afterEach(() => env?.teardown());

describe('escalation', () => {
  it('calls level by level until somebody acknowledges, and says before whom it calls next', () =>
    withIncident(env, async ({ until, send, headline, calls }) => {
      expect(headline().next).toMatchObject({ kind: 'acknowledge', calls: { level: { level: { users: ['second@example.com'] } } } });
      await env.sleep('301s');
      const first = await until(({ escalation }) => escalation.reached === 1);
      expect(first.timeline.at(-1)?.actor).toBe('worker');
      await until(() => calls('escalation').length === 1);
      expect(calls('escalation')[0]).toMatchObject({ why: { level: 1, by: null }, called: [{ name: 'second' }] });
      await until(() => JSON.stringify(headline().next).includes('@leads'));
      await send('acknowledge');
      await env.sleep('10m');
      const { escalation } = await until(() => true);
      expect(escalation).toEqual({ reached: 1, dueAt: null });
      expect(calls('escalation')).toHaveLength(1);
    }));

  it('goes through all levels, repeats the last, and then says that nobody is left', () =>
    withIncident(env, async ({ until, send, headline, calls }) => {
      for (const reached of [1, 2, 3]) {
        await env.sleep('301s');
        await until(({ escalation }) => escalation.reached === reached);
      }
      const state = await until(({ escalation }) => escalation.dueAt === null);
      await until(() => calls('escalation').length === 3);
      await until(() => headline().next?.kind === 'acknowledge');
      expect(headline().next).toEqual({ kind: 'acknowledge', calls: null, allCalled: true });
      await expect(send('escalate')).rejects.toThrow(WorkflowUpdateFailedError);
      expect(state.people?.resolved.map(({ name }) => name)).toEqual(['dba', 'second', 'leads']);
    }));

  it('is brought forward by a graver severity, which is announced anew and calls again', () =>
    withIncident(
      env,
      async ({ until, send, calls }) => {
        const before = await until(() => true);
        await send('changeSeverity', { severity: 'critical' });
        const { escalation } = await until(() => true);
        expect(Date.parse(escalation.dueAt ?? '')).toBeLessThan(Date.parse(before.escalation.dueAt ?? ''));
        await until(() => calls('severity').length === 1);
        expect(calls('severity')[0]?.called.map(({ name }) => name)).toEqual(['dba']);
      },
      undefined,
      { severity: 'low' },
    ));

  it('keeps the levels that were reached when the severity falls', () =>
    withIncident(env, async ({ until, send }) => {
      await send('escalate');
      await send('changeSeverity', { severity: 'low' });
      expect((await until(() => true)).escalation.reached).toBe(1);
    }));

  it('does nothing after a resolution that came first', () =>
    withIncident(env, async ({ send, calls }) => {
      await send('resolve', { note: 'restarted' });
      await env.sleep('6m');
      const refused = await send('escalate').catch((error: unknown) => error);
      expect(((refused as WorkflowUpdateFailedError).cause as ApplicationFailure).message).toContain('already resolved by ben at');
      expect(calls('escalation')).toEqual([]);
    }));

  it('calls the others when one lookup is refused, naming who was not found', () =>
    withIncident(
      env,
      async ({ until, send, calls }) => {
        await send('addResponders', { users: ['ghost@example.com'] });
        await until(() => calls('added').length === 1);
        expect(calls('added')[0]).toMatchObject({ called: [], unresolved: [{ reference: 'ghost@example.com' }] });
      },
      () => ({
        resolveSlackUsers: async ({ users }) => {
          if (users.includes('ghost@example.com'))
            throw ApplicationFailure.create({
              message: 'Slack refuses: scope users:read is missing',
              type: 'slack_missing_scope',
              nonRetryable: true,
            });
          return { value: { resolved: [], unresolved: [], resolutionRate: 1 }, attempt: 1 };
        },
      }),
    ));
});

describe('reminders', () => {
  it('ask whoever took it when it has been quiet, later each time, and stop when it is resolved', () =>
    withIncident(env, async ({ room, until, send }) => {
      const reminders = () => [...room.messages.values()].filter(({ kind }) => kind === 'reminder').length;
      await send('acknowledge');
      await env.sleep('20m');
      await send('addNote', { text: 'looking at the pool' });
      await env.sleep('20m');
      expect(reminders()).toBe(0);
      await env.sleep('11m');
      await until(() => reminders() === 1);
      await env.sleep('61m');
      await until(() => reminders() === 2);
      await send('resolve');
      await env.sleep('5h');
      expect(reminders()).toBe(2);
    }));
});

describe('roles', () => {
  it('are claimed, handed over and shown, and a severe incident asks for a commander', () =>
    withIncident(env, async ({ id, room, until, send, headline, calls }) => {
      await send('acknowledge');
      await until(() => JSON.stringify(headline().next).includes('"wantsCommander":true'));
      const told = () => [...room.messages.values()].flatMap((message) => (message.kind === 'news' ? message.entries : []));
      await until(() => told().some((entry) => 'lacksCommander' in entry && entry.lacksCommander === id));
      await send('assign', { user: 'dba@example.com', role: 'commander' });
      await until(() => headline().roles.commander?.name === 'dba');
      await send('assign', { user: 'zoe@example.com', role: 'commander' });
      const state = await until(({ roles }) => roles.commander?.userId != null && roles.commander.name === 'zoe');
      expect(state.timeline.some(({ text }) => text === 'reassigned the commander role from dba to zoe')).toBe(true);
      await until(() => calls('assigned').length === 2);
    }));
});

describe('reopening', () => {
  it('keeps the metrics, calls again and escalates again', () =>
    withIncident(env, async ({ until, send, calls }) => {
      await send('acknowledge');
      await send('resolve');
      const resolved = await until(({ status }) => status === 'resolved');
      await send('reopen', { reason: 'it is back' });
      const reopened = await until(({ status }) => status === 'reopened');
      expect(reopened.metrics).toEqual(resolved.metrics);
      expect(reopened).toMatchObject({ acknowledgedBy: null, resolvedBy: null, archiveDueAt: null, reopenings: 1 });
      await until(() => calls('reopened').length === 1);
      await env.sleep('301s');
      await until(({ escalation }) => escalation.reached === 1);
      await send('acknowledge');
      expect((await until(({ status }) => status === 'acknowledged')).metrics.timeToAcknowledgeMs).toBe(
        resolved.metrics.timeToAcknowledgeMs,
      );
    }));

  it('is refused once the incident is archived, whose channel is archived with it', () =>
    withIncident(env, async ({ room, send, result }) => {
      await send('resolve');
      const final = await result();
      expect(final.closedAt).not.toBeNull();
      expect(room.calls).toContain('archiveChannel');
      await expect(send('reopen', { reason: 'x' })).rejects.toThrow();
    }));

  it('leaves the channel of an archived incident whose severity says so', () => {
    const policy = samplePolicy({ archiveChannel: false });
    return withIncident(
      env,
      async ({ room, send, result }) => {
        await send('resolve');
        expect((await result()).closedAt).not.toBeNull();
        expect(room.calls).not.toContain('archiveChannel');
      },
      () => ({
        parseIncidentEvent: async ({ request, receivedAt }) => ({
          value: sampleIncident({ id: request.incidentId, createdAt: receivedAt, policy }),
          attempt: 1,
        }),
      }),
    );
  });
});

describe('a further investigation', () => {
  it('posts its findings anew, by the runbooks that were asked for', () => {
    let asked: readonly string[] = [];
    return withIncident(
      env,
      async ({ room, until, send }) => {
        await send('investigateAgain', { runbooks: ['database'] });
        const state = await until(
          ({ investigationRound, steps }) => investigationRound === 2 && steps.every(({ status }) => status === 'done'),
        );
        expect(asked).toEqual(['database']);
        expect(state.findings).toHaveLength(2);
        expect(state.investigation?.changes?.map(({ before, now }) => [before, now])).toEqual([['fail', 'ok']]);
        const verdicts = room.calls.filter((call) => call.includes('/postVerdict'));
        expect(new Set(verdicts).size).toBe(2);
        expect(room.calls.filter((call) => call.startsWith('announceIncident'))).toHaveLength(1);
      },
      (usual) => ({
        selectProbes: async (input) => {
          asked = input.incident.runbooks;
          return usual.selectProbes(input);
        },
        runProbe: async (input) => {
          const { value, ...rest } = await usual.runProbe(input);
          return { ...rest, value: input.round === 2 ? { ...value, status: 'ok' } : value };
        },
      }),
    );
  });
});

describe('an investigation that is limited to some runbooks', () => {
  it('keeps what others found, without replies for it', () => {
    const [near, far] = [sampleProbe({ key: 'near' }), sampleProbe({ key: 'far', runbook: 'database', probe: 'greeting' })];
    return withIncident(
      env,
      async ({ room, until, send }) => {
        const { investigation: first } = await until(({ steps }) => steps.every(({ status }) => status === 'done'));
        await send('investigateAgain', { runbooks: ['network'] });
        const { investigation, findings } = await until(
          ({ investigationRound, steps }) => investigationRound === 2 && steps.every(({ status }) => status === 'done'),
        );
        expect(findings.map(({ key }) => key)).toEqual(['near']);
        expect(investigation?.standing).toEqual(['far']);
        expect(investigation?.findings.find(({ key }) => key === 'far')).toEqual(first?.findings.find(({ key }) => key === 'far'));
        const replies = [...room.messages.values()].flatMap((message) => (message.kind === 'finding' ? [message.finding.key] : []));
        expect(replies.sort()).toEqual(['far', 'near', 'near']);
        await send('investigateAgain', {});
        const full = await until(
          ({ investigationRound, steps }) => investigationRound === 3 && steps.every(({ status }) => status === 'done'),
        );
        expect(full.investigation?.standing).toBeUndefined();
      },
      () => ({
        selectProbes: async ({ incident }) => ({
          value: { probes: incident.runbooks.length > 0 ? [near] : [near, far], runbooks: [], leftOut: [] },
          attempt: 1,
        }),
        runProbe: async ({ probe }) => ({ value: sampleFinding(probe, { status: 'fail' }), attempt: 1 }),
      }),
    );
  });
});

describe('resuming from a step', () => {
  it('runs it and what needs it again, and adopts what stands', () =>
    withIncident(env, async ({ room, until, send }) => {
      await send('changeTitle', { title: 'Pool exhausted' });
      await send('resumeFrom', { step: 'parseIncidentEvent' });
      const state = await until(
        ({ nodes }) =>
          nodes.every(({ status }) => status === 'done') && nodes.find(({ name }) => name === 'parseIncidentEvent')?.round === 2,
      );
      expect(state.incident?.title).toBe('Pool exhausted');
      expect(room.calls.filter((call) => call === 'parseIncidentEvent')).toHaveLength(2);
      expect(room.calls.filter((call) => call.startsWith('announceIncident'))).toHaveLength(1);
      expect([...room.messages.keys()].filter((key) => key.includes('postVerdict'))).toHaveLength(1);
    }));

  it('is possible when it is closed, as a new run of the same id', () =>
    withIncident(env, async ({ id, room, send, result }) => {
      await send('resolve');
      const final = await result();
      const state = resumedState(final, {
        plan: RESPONSE_PLAN,
        step: 'investigate',
        actor: 'ann',
        requestId: 'r1',
        nowIso: new Date(await env.currentTimeMs()).toISOString(),
      });
      const again = await env.client.workflow.start('respondToIncident', {
        workflowId: id,
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
    withIncident(env, async ({ room, until, signal }) => {
      for (let note = 0; note < 100; note += 1) await signal('addNote', { text: `note ${note}` });
      const texts = () =>
        [...room.messages.values()]
          .filter((message): message is NewsMessage => message.kind === 'news')
          .flatMap(({ entries }) => entries.map(wordsOf));
      await until(() => texts().length === 100);
      expect(texts()).toEqual(Array.from({ length: 100 }, (_, note) => `note ${note}`));
      expect([...room.messages.values()].filter(({ kind }) => kind === 'news').length).toBeLessThan(60);
    }));
});
