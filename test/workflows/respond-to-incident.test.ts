import { WorkflowFailedError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { ReadAlert } from '../../src/incident/model/commands';
import type { HeadlineMessage } from '../../src/incident/model/room-message';
import type { IncidentState } from '../../src/incident/model/state';
import { RESPONSE_QUEUE } from '../../src/workflows/contract/messages';
import { fakeActivities } from '../support/fake-activities';
import { isComplete, startIncident, untilState } from '../support/incident-handle';
import { withIncident } from '../support/incident-stage';
import { sampleEvent } from '../support/sample-incident';
import { timeSkippingEnvironment, withWorkers, workflowBundle } from '../support/workflow-env';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  [env] = await Promise.all([timeSkippingEnvironment(), workflowBundle()]);
}, 60_000);
afterAll(() => env?.teardown());

const statusOf = (state: IncidentState, node: string) => state.nodes.find(({ name }) => name === node)?.status;

function permanent(type: string, message: string): never {
  throw ApplicationFailure.create({ message, type, nonRetryable: true, details: [{ mend: `mend ${type}` }] });
}

describe('the response', () => {
  it('runs the seven steps, keeps what they found, and stays open', async () => {
    const { activities, room } = fakeActivities();
    await withWorkers(env, activities, async () => {
      const handle = await startIncident(env);
      const state = await untilState(handle, isComplete);
      expect(state.steps.map(({ name, status }) => `${name} ${status}`)).toEqual([
        'parseIncidentEvent done',
        'setUpSlack done',
        'resolveSlackUsers done',
        'createWarRoom done',
        'investigate done',
        'updateSlackThread done',
        'summarizeIncident done',
      ]);
      expect(state.findings.map(({ status }) => status).sort()).toEqual(['fail', 'ok']);
      expect(state.score?.total).toBe(100);
      expect(room.calls.filter((call) => call.startsWith('announceIncident'))).toHaveLength(1);
      expect(room.calls.filter((call) => call.startsWith('writeReport'))).toHaveLength(1);
      const headline = room.messages.get(`${handle.workflowId}/announceIncident`) as HeadlineMessage;
      expect(headline.result?.counts).toMatchObject({ fail: 1, ok: 1 });
      expect(headline.team?.map(({ name }) => name)).toEqual(['dba']);
      expect((await handle.describe()).status.name).toBe('RUNNING');
      await handle.terminate();
    });
  });

  it('posts the headline before the people are found', async () => {
    const { activities, room } = fakeActivities();
    let found!: () => void;
    const gate = new Promise<void>((resolve) => {
      found = resolve;
    });
    const { resolveSlackUsers } = activities;
    activities.resolveSlackUsers = async (input) => {
      await gate;
      return resolveSlackUsers(input);
    };
    await withWorkers(env, activities, async () => {
      const handle = await startIncident(env);
      await untilState(handle, (state) => state.headlineTs !== null);
      expect((room.messages.get(`${handle.workflowId}/announceIncident`) as HeadlineMessage).team).toBeNull();
      found();
      await untilState(handle, isComplete);
      await handle.terminate();
    });
  });

  it('retries transient trouble for as long as the incident is open, and loses nothing', async () => {
    const { activities, room } = fakeActivities();
    const { createChannel } = activities;
    let failures = 30;
    activities.createChannel = async (input) => {
      if (failures-- > 0) throw ApplicationFailure.create({ message: 'Slack answers 503', type: 'slack_server_error' });
      return { ...(await createChannel(input)), attempt: 31 };
    };
    await withWorkers(env, activities, async () => {
      const handle = await startIncident(env);
      // The backoff of thirty attempts is a quarter of an hour; the server skips it while we wait for a result of its own.
      await env.sleep('20m');
      const state = await untilState(handle, isComplete);
      expect(state.steps.find(({ name }) => name === 'createWarRoom')).toMatchObject({ status: 'done', attempts: 31 });
      expect(room.calls.filter((call) => call === 'createChannel')).toHaveLength(1);
      await handle.terminate();
    });
  });

  it('blocks what no retry mends and what needs it, goes on with the rest, and mends on request', async () => {
    const { activities, room } = fakeActivities();
    const { createChannel } = activities;
    let refused = true;
    activities.createChannel = async (input) =>
      refused ? permanent('slack_missing_scope', 'Slack refuses: scope groups:write is missing') : createChannel(input);
    await withWorkers(env, activities, async () => {
      const handle = await startIncident(env, { channelPrivacy: 'private' });
      const blocked = await untilState(handle, isComplete);
      expect(blocked.steps.find(({ name }) => name === 'createWarRoom')).toMatchObject({
        status: 'blocked',
        problem: { code: 'slack_missing_scope', mend: 'mend slack_missing_scope' },
      });
      expect(blocked.steps.find(({ name }) => name === 'updateSlackThread')?.status).toBe('waiting');
      expect(blocked.investigation?.counts.fail).toBe(1);
      expect(statusOf(blocked, 'writeReport')).toBe('done');
      expect(blocked.overallStatus).not.toBe('success');
      refused = false;
      await handle.executeUpdate('retryStep', { args: [{ actor: 'ann', step: 'createWarRoom' }] });
      const mended = await untilState(
        handle,
        (state) => state.steps.every(({ status }) => status === 'done') && state.score?.total === 100,
      );
      expect(mended.warRoom?.privacy).toBe('private');
      expect(room.calls.filter((call) => call.startsWith('announceIncident'))).toHaveLength(1);
      await handle.terminate();
    });
  });

  it('degrades what is worth less than the response', async () => {
    const { activities } = fakeActivities({
      furnishRoom: async () => permanent('slack_too_many_pins', 'Slack refuses: too many pins'),
    });
    await withWorkers(env, activities, async () => {
      const handle = await startIncident(env);
      const state = await untilState(handle, isComplete);
      expect(state.steps.find(({ name }) => name === 'createWarRoom')?.status).toBe('done');
      expect(state.degradations.map(({ what }) => what)).toEqual(['furnishRoom']);
      expect(state.overallStatus).toBe('partial');
      await handle.terminate();
    });
  });

  it('opens no room when none is asked for, and scores only what was', async () => {
    const { activities, room } = fakeActivities();
    await withWorkers(env, activities, async () => {
      const handle = await startIncident(env, { createChannel: false });
      const state = await untilState(handle, isComplete);
      expect(statusOf(state, 'createChannel')).toBe('skipped');
      expect(room.calls).not.toContain('createChannel');
      expect(state.score?.parts.filter(({ asked }) => asked).map(({ name }) => name)).toEqual(['people', 'investigation']);
      expect(state.score?.total).toBe(100);
      await handle.terminate();
    });
  });

  it('fails at once, naming the field, when a start sent by hand cannot be read', async () => {
    const { activities } = fakeActivities({
      parseIncidentEvent: async () => permanent('invalid_input', 'severity: "urgent" is not a severity'),
    });
    await withWorkers(env, activities, async () => {
      const handle = await startIncident(env);
      await expect(handle.result()).rejects.toMatchObject({ cause: { message: 'severity: "urgent" is not a severity' } });
    });
  });
});

describe('the life after the response', () => {
  it('acknowledges once, names who, and edits the one headline', () =>
    withIncident(env, async ({ id, handle, room, until, headline }) => {
      const args: [object] = [{ actor: 'ben', requestId: 'r1' }];
      const first = await handle.executeUpdate('acknowledge', { args });
      expect(first).toEqual({ applied: true, repeated: false, status: 'acknowledged' });
      await handle.signal('acknowledge', args[0]);
      const again = await handle.executeUpdate('acknowledge', { args });
      expect(again).toMatchObject({ repeated: true });
      const refused = await handle.executeUpdate('acknowledge', { args: [{ actor: 'cat' }] }).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(WorkflowUpdateFailedError);
      expect((refused as WorkflowUpdateFailedError).cause?.message).toContain('ben');
      const state = await until(({ timeline }) => timeline.some(({ kind }) => kind === 'refused'));
      expect(state.timeline.filter(({ kind }) => kind === 'acknowledge')).toHaveLength(1);
      await until(() => headline().acknowledgedBy === 'ben');
      expect(room.calls.filter((call) => call === `announceIncident:${id}/announceIncident`)).toHaveLength(1);
    }));

  it('refuses an unreadable update, and records an unreadable signal', () =>
    withIncident(env, async ({ handle, until, send, signal }) => {
      const refused = await send('changeSeverity', { severity: 'urgent' }).catch((error: unknown) => error);
      expect((refused as WorkflowUpdateFailedError).cause?.message).toContain('severity');
      await signal('changeSeverity', { severity: 'urgent' });
      await handle.signal('addNote', 'not even an object');
      const state = await until(({ timeline }) => timeline.filter(({ kind }) => kind === 'refused').length === 2);
      expect(state.status).toBe('triggered');
    }));

  it('stays open after resolution until its time is over, and its result is its final state', () =>
    withIncident(env, async ({ handle, room, send, result }) => {
      await send('resolve', { note: 'restarted the pool' });
      expect((await handle.describe()).status.name).toBe('RUNNING');
      const final = await result();
      expect(final).toMatchObject({ status: 'resolved', resolvedBy: 'ben' });
      expect(Date.parse(final.closedAt ?? '') - Date.parse(final.resolvedAt ?? '')).toBeGreaterThanOrEqual(24 * 3_600_000);
      expect(room.calls.filter((call) => call === 'writeReport').length).toBeGreaterThanOrEqual(2);
      const told = [...room.messages.values()].filter(({ kind }) => kind === 'news');
      expect(told).toHaveLength(1);
    }));

  it('closes at once when it was a false alarm; the Temporal UI cancels in the same way', () =>
    withIncident(env, async ({ handle, headline, result }) => {
      await handle.cancel();
      const final = await result();
      expect(final.status).toBe('cancelled');
      expect(final.timeline.at(-1)).toMatchObject({ kind: 'cancel', actor: 'temporal' });
      expect(headline().status).toBe('cancelled');
    }));

  it('keeps a resolution when a resolved incident is cancelled in Temporal, although Slack is away', async () => {
    const { activities } = fakeActivities({
      createChannel: async () => {
        throw ApplicationFailure.create({ message: 'Slack answers 503', type: 'slack_server_error' });
      },
    });
    await withWorkers(env, activities, async () => {
      const handle = await startIncident(env);
      await untilState(handle, (state) => state.investigation !== null);
      await handle.executeUpdate('resolve', { args: [{ actor: 'ben' }] });
      const { resolvedAt, metrics } = await untilState(handle, ({ status }) => status === 'resolved');
      await handle.cancel();
      const final = (await handle.result()) as IncidentState;
      expect(final).toMatchObject({ status: 'resolved', resolvedBy: 'ben', resolvedAt });
      expect(final.metrics.timeToResolveMs).toBe(metrics.timeToResolveMs);
      expect(final.closedAt).not.toBeNull();
      expect(final.timeline.map(({ kind, actor }) => `${kind} ${actor}`)).toContain('close temporal');
    });
  });

  it.each([
    [[], 'input: is missing'],
    [['PROD-1'], 'input: "PROD-1" is not an object'],
    [[{ incidentId: 'PROD-1', title: 7 }], 'title: 7 is not text'],
  ])('fails with the reason when it is started with %j', async (args, reason) => {
    const { activities } = fakeActivities();
    await withWorkers(env, activities, async () => {
      const start = { workflowId: 'PROD-WITHOUT-INPUT', taskQueue: RESPONSE_QUEUE, args };
      const failed = await env.client.workflow.execute('respondToIncident', start).catch((error: unknown) => error);
      expect(failed).toBeInstanceOf(WorkflowFailedError);
      expect((failed as WorkflowFailedError).cause).toMatchObject({ type: 'invalid_input', message: expect.stringContaining(reason) });
    });
  });

  it('cancels a response that waits for Slack', async () => {
    const { activities } = fakeActivities({
      createChannel: async () => {
        throw ApplicationFailure.create({ message: 'Slack answers 503', type: 'slack_server_error' });
      },
    });
    await withWorkers(env, activities, async () => {
      const handle = await startIncident(env);
      await untilState(handle, (state) => state.investigation !== null);
      await handle.executeUpdate('cancel', { args: [{ actor: 'ann', reason: 'a drill' }] });
      const final = (await handle.result()) as IncidentState;
      expect(final.status).toBe('cancelled');
      expect(statusOf(final, 'createChannel')).toBe('skipped');
    });
  });

  it('raises the severity when a graver alert arrives, and never lowers it', () => {
    let events: ReadAlert[] = [];
    return withIncident(
      env,
      async ({ until, send, signal }) => {
        await send('changeSeverity', { severity: 'medium' });
        events = [{ event: sampleEvent({ severity: 'critical' }), isPrivate: false }];
        await signal('alertUpdated', { actor: 'alertmanager', event: {} });
        await until(({ incident }) => incident?.severity === 'critical');
        events = [{ event: sampleEvent({ severity: 'low' }), isPrivate: false }];
        await signal('alertUpdated', { actor: 'alertmanager', event: {} });
        const state = await until(({ timeline }) => timeline.filter(({ kind }) => kind === 'alertUpdated').length === 2);
        expect(state.incident?.severity).toBe('critical');
      },
      () => ({ readAlertUpdate: async () => ({ value: events, attempt: 1 }) }),
    );
  });
});
