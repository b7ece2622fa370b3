import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { WorkflowUpdateFailedError, WorkflowUpdateStage } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/interface';
import type { IncidentRequest, NormalizedEvent } from '../../src/incident/incident';
import type { IncidentState } from '../../src/incident/state';
import { RESPONSE_QUEUE } from '../../src/workflows/activity-options';
import { fakeActivities } from '../support/fake-activities';
import { timeSkippingEnvironment, withWorkers, workflowBundle } from '../support/workflow-env';

const POLL_MS = 10;
const FURTHER: NormalizedEvent = {
  source: 'generic',
  status: 'firing',
  severity: 'critical',
  severityDefaulted: false,
  severityRaw: 'critical',
  title: 'Payroll leaks',
  alertName: 'payroll_leaks',
  description: '',
  fingerprint: null,
  startedAt: '2026-01-01T10:00:00.000Z',
  links: ['https://grafana.example.com/d/1'],
  labels: { zone: 'b' },
};

let env: TestWorkflowEnvironment;
beforeAll(() => workflowBundle(), 60_000);
beforeEach(async () => {
  env = await timeSkippingEnvironment();
});
afterEach(() => env?.teardown());

type Handle = Awaited<ReturnType<typeof start>>;

async function start(request: Partial<IncidentRequest> = {}) {
  const workflowId = `PROD-${randomUUID().slice(0, 8).toUpperCase()}`;
  const input = { incidentId: workflowId, title: 'Database down', severity: 'low' as const, actor: 'ann', ...request };
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
const signal = (handle: Handle, name: string, payload: object = {}) => handle.signal(name, { actor: 'ben', ...payload });
const send = (handle: Handle, name: string, payload: object = {}) => handle.executeUpdate(name, { args: [{ actor: 'ben', ...payload }] });
/** Sends an update that will wait; what is awaited first is that the incident has taken it. */
const begin = async (handle: Handle, name: string, payload: object = {}) => {
  const update = await handle.startUpdate(name, { args: [{ actor: 'ben', ...payload }], waitForStage: WorkflowUpdateStage.ACCEPTED });
  return { result: update.result() };
};
const kindsOf = ({ timeline }: IncidentState): string[] => timeline.filter(({ actor }) => actor.includes('ben')).map(({ kind }) => kind);
const reasonOf = async (answer: Promise<unknown>): Promise<string> => {
  const error = await answer.catch((thrown: unknown) => thrown);
  if (!(error instanceof WorkflowUpdateFailedError)) throw new Error(`was not refused: ${JSON.stringify(error)}`);
  return error.cause?.message ?? '';
};

/** A parse that comes to its end when it is let. */
function gated(parse: Activities['parseIncidentEvent']): { parse: Activities['parseIncidentEvent']; open: () => void } {
  let open!: () => void;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { parse: async (input) => gate.then(() => parse(input)), open };
}

describe('commands that come before the incident is parsed', () => {
  it('apply in their order once it is, each request once', async () => {
    const { activities, room } = fakeActivities();
    const handle = await start();
    await signal(handle, 'changeTitle', { title: 'Database on fire' });
    await signal(handle, 'changeSeverity', { severity: 'high' });
    await signal(handle, 'changeSeverity', { severity: 'critical', requestId: 'r1' });
    await signal(handle, 'changeSeverity', { severity: 'critical', requestId: 'r1' });
    await signal(handle, 'escalate');
    await withWorkers(env, activities, async () => {
      const state = await until(handle, complete);
      expect(kindsOf(state)).toEqual(['changeTitle', 'changeSeverity', 'changeSeverity', 'escalate']);
      expect(state.incident).toMatchObject({ title: 'Database on fire', severity: 'critical' });
      expect(state.escalation.reached).toBe(1);
      expect(room.messages.get(`${handle.workflowId}/announceIncident`)).toMatchObject({ incident: { severity: 'critical' } });
      await handle.terminate();
    });
  });

  it('apply at once where they need nothing of it', async () => {
    const { activities } = fakeActivities();
    const { parse, open } = gated(activities.parseIncidentEvent);
    await withWorkers(env, { ...activities, parseIncidentEvent: parse }, async () => {
      const handle = await start();
      await send(handle, 'acknowledge');
      await send(handle, 'addNote', { text: 'looking' });
      await send(handle, 'resolve');
      expect(await until(handle, () => true)).toMatchObject({ incident: null, status: 'resolved' });
      open();
      await until(handle, complete);
      await handle.terminate();
    });
  });

  it('are answered as updates when they have applied, or when they were refused then', async () => {
    const { activities } = fakeActivities();
    const { parse, open } = gated(activities.parseIncidentEvent);
    await withWorkers(env, { ...activities, parseIncidentEvent: parse }, async () => {
      const handle = await start();
      const first = await begin(handle, 'changeSeverity', { severity: 'critical', requestId: 'r1' });
      await signal(handle, 'changeSeverity', { severity: 'critical', requestId: 'r1' });
      const second = await begin(handle, 'changeSeverity', { severity: 'critical', requestId: 'r2' });
      const refused = reasonOf(second.result);
      open();
      expect(await first.result).toMatchObject({ applied: true, repeated: false });
      expect(await refused).toBe('the severity is critical already');
      expect(kindsOf(await until(handle, complete))).toEqual(['changeSeverity', 'refused']);
      await handle.terminate();
    });
  });

  it('have it investigated again after the first investigation is told', async () => {
    const { activities, room } = fakeActivities();
    const handle = await start();
    await signal(handle, 'investigateAgain', { runbooks: ['database'] });
    await signal(handle, 'changeSeverity', { severity: 'critical' });
    await withWorkers(env, activities, async () => {
      const state = await until(
        handle,
        ({ investigationRound, nodes }) => investigationRound === 2 && nodes.every(({ status }) => status === 'done'),
      );
      expect(kindsOf(state)).toEqual(['changeSeverity', 'investigateAgain']);
      expect([...room.messages.values()].filter(({ kind }) => kind === 'verdict')).toHaveLength(2);
      await handle.terminate();
    });
  });

  it('wait while the parse is blocked, and apply when it is mended', async () => {
    const { activities } = fakeActivities();
    let isBroken = true;
    const parseIncidentEvent: Activities['parseIncidentEvent'] = async (input) => {
      if (isBroken) throw ApplicationFailure.nonRetryable('a defect', 'unknown');
      return activities.parseIncidentEvent(input);
    };
    await withWorkers(env, { ...activities, parseIncidentEvent }, async () => {
      const handle = await start();
      await until(handle, complete);
      await signal(handle, 'changeSeverity', { severity: 'critical' });
      isBroken = false;
      await send(handle, 'retryStep', { step: 'parseIncidentEvent' });
      expect((await until(handle, ({ incident }) => incident !== null)).incident?.severity).toBe('critical');
      await handle.terminate();
    });
  });

  it.each([
    ['the parse is given up', 'skipStep', { step: 'parseIncidentEvent', reason: 'nobody mends it' }, 'parseIncidentEvent is skipped'],
    ['the incident is cancelled', 'cancel', { reason: 'a drill' }, 'already cancelled'],
  ])('are refused when %s', async (_, name, payload, reason) => {
    const { activities } = fakeActivities({
      parseIncidentEvent: async () => {
        throw ApplicationFailure.nonRetryable('a defect', 'unknown');
      },
    });
    await withWorkers(env, activities, async () => {
      const handle = await start();
      await until(handle, complete);
      await signal(handle, 'changeTitle', { title: 'Database on fire' });
      const update = await begin(handle, 'changeSeverity', { severity: 'critical' });
      const answer = reasonOf(update.result);
      await send(handle, name, payload);
      expect(await answer).toContain(reason);
      const { timeline } = name === 'cancel' ? ((await handle.result()) as IncidentState) : await until(handle, () => true);
      expect(timeline.filter(({ kind }) => kind === 'refused').map(({ text }) => text.split(' ')[0])).toEqual([
        'changeTitle',
        'changeSeverity',
      ]);
      if (name !== 'cancel') await handle.terminate();
    });
  });

  it('are refused when the event cannot be read, which fails the workflow', async () => {
    const { activities } = fakeActivities();
    const { parse, open } = gated(async () => {
      throw ApplicationFailure.nonRetryable('severity: "urgent" is not a severity', 'invalid_input');
    });
    await withWorkers(env, { ...activities, parseIncidentEvent: parse }, async () => {
      const handle = await start();
      const update = await begin(handle, 'changeSeverity', { severity: 'critical' });
      const answer = reasonOf(update.result);
      open();
      expect(await answer).toContain('parseIncidentEvent is failed');
      await expect(handle.result()).rejects.toMatchObject({ cause: { message: 'severity: "urgent" is not a severity' } });
    });
  });
});

describe('alerts that come before the incident is parsed', () => {
  const reading = (event: NormalizedEvent, isPrivate = false): Partial<Activities> => ({
    readAlertUpdate: async () => ({ value: [{ event, isPrivate }], attempt: 1 }),
  });

  it('are read once it is: severity, labels and links are taken over', async () => {
    const { activities } = fakeActivities(reading(FURTHER));
    const { parse, open } = gated(activities.parseIncidentEvent);
    await withWorkers(env, { ...activities, parseIncidentEvent: parse }, async () => {
      const handle = await start();
      await signal(handle, 'alertUpdated', { event: {} });
      await until(handle, () => true);
      await pause(300);
      open();
      const { incident } = await until(handle, (state) => kindsOf(state).includes('alertUpdated'));
      expect(incident).toMatchObject({ severity: 'critical', labels: { zone: 'b' } });
      expect(incident?.links).toContain('https://grafana.example.com/d/1');
      await handle.terminate();
    });
  });

  it('tell nothing of a private one in a public room', async () => {
    const { activities, room } = fakeActivities(reading({ ...FURTHER, status: 'resolved' }, true));
    const { parse, open } = gated(activities.parseIncidentEvent);
    await withWorkers(env, { ...activities, parseIncidentEvent: parse }, async () => {
      const handle = await start();
      await signal(handle, 'alertUpdated', { event: {} });
      await until(handle, () => true);
      await pause(300);
      open();
      const state = await until(handle, (state) => state.status === 'resolved' && complete(state));
      while (![...room.messages.values()].some(({ kind }) => kind === 'news')) await pause(POLL_MS);
      expect(JSON.stringify([...room.messages.values(), state.timeline])).not.toContain('Payroll');
      await handle.terminate();
    });
  });

  it('hold up no end of the incident', async () => {
    const { activities } = fakeActivities({
      ...reading(FURTHER),
      parseIncidentEvent: async () => {
        throw ApplicationFailure.nonRetryable('a defect', 'unknown');
      },
    });
    await withWorkers(env, activities, async () => {
      const handle = await start();
      await until(handle, complete);
      const update = await begin(handle, 'alertUpdated', { event: {} });
      const answer = reasonOf(update.result);
      await send(handle, 'cancel', { reason: 'a drill' });
      expect(((await handle.result()) as IncidentState).timeline.map(({ text }) => text).join()).toContain('alertUpdated was refused');
      expect(await answer).toContain('already cancelled');
    });
  });
});
