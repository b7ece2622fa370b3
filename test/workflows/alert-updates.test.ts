import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { ReadAlert } from '../../src/incident/commands';
import type { NormalizedEvent } from '../../src/incident/incident';
import type { IncidentState } from '../../src/incident/state';
import { RESPONSE_QUEUE } from '../../src/workflows/activity-options';
import { fakeActivities } from '../support/fake-activities';
import { timeSkippingEnvironment, withWorkers, workflowBundle } from '../support/workflow-env';

const ALERT: NormalizedEvent = {
  source: 'generic',
  status: 'firing',
  severity: 'critical',
  severityDefaulted: false,
  severityRaw: 'critical',
  title: 'Database down',
  alertName: 'database_down',
  description: '',
  fingerprint: null,
  startedAt: '2026-01-01T10:00:00.000Z',
  links: [],
  labels: { zone: 'b' },
};

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  await workflowBundle();
  env = await timeSkippingEnvironment();
}, 60_000);
afterAll(() => env?.teardown());

type Handle = Awaited<ReturnType<typeof start>>;

async function start() {
  const workflowId = `PROD-${randomUUID().slice(0, 8).toUpperCase()}`;
  const input = { incidentId: workflowId, title: 'Database down', severity: 'high', actor: 'ann' };
  return env.client.workflow.start('respondToIncident', { workflowId, taskQueue: RESPONSE_QUEUE, args: [input] });
}
const stateOf = (handle: Handle) => handle.query<IncidentState>('state');
async function until(handle: Handle, holds: (state: IncidentState) => boolean): Promise<IncidentState> {
  for (;;) {
    const state = await stateOf(handle);
    if (holds(state)) return state;
    await pause(10);
  }
}
const send = (handle: Handle, payload: object) => handle.executeUpdate('alertUpdated', { args: [{ actor: 'grafana', ...payload }] });
async function refusalOf(answer: Promise<unknown>): Promise<unknown> {
  const error = await answer.then(
    () => null,
    (failed: unknown) => failed,
  );
  expect(error).toBeInstanceOf(WorkflowUpdateFailedError);
  const { cause } = error as WorkflowUpdateFailedError;
  expect(cause).toMatchObject({ type: 'refused' });
  return (cause as ApplicationFailure).details?.[0];
}

/** An open incident whose worker reads these alerts, or refuses to. */
function withAlerts(read: () => readonly ReadAlert[], test: (handle: Handle) => Promise<void>): Promise<void> {
  const { activities } = fakeActivities({ readAlertUpdate: async () => ({ value: [...read()], attempt: 1 }) });
  return withWorkers(env, activities, async () => {
    const handle = await start();
    await until(handle, ({ responseComplete }) => responseComplete);
    await test(handle);
    await handle.terminate();
  });
}
const unreadable = (): never => {
  throw ApplicationFailure.nonRetryable('title: is missing', 'invalid_input');
};

describe('the update alertUpdated', () => {
  it('is refused with the reason when the event cannot be read', () =>
    withAlerts(unreadable, async (handle) => {
      expect(await refusalOf(send(handle, { event: {}, requestId: 'r1' }))).toMatchObject({
        code: 'invalid',
        message: 'title: is missing',
      });
      const { timeline } = await stateOf(handle);
      expect(timeline.filter(({ requestId }) => requestId === 'r1')).toMatchObject([{ kind: 'refused' }]);
    }));

  it('is refused when the event holds no alert', () =>
    withAlerts(
      () => [],
      async (handle) => {
        expect(await refusalOf(send(handle, { event: { alerts: [] } }))).toMatchObject({ code: 'invalid', field: 'event' });
      },
    ));

  it.each([{}, { event: null }])('is refused at the door without an event: %j', (payload) =>
    withAlerts(unreadable, async (handle) => {
      expect(await refusalOf(send(handle, payload))).toMatchObject({
        code: 'invalid',
        field: 'event',
        message: 'event: is missing (allowed: the alert as it was received)',
      });
      expect((await stateOf(handle)).timeline.some(({ kind }) => kind === 'refused')).toBe(false);
    }),
  );

  it('says that a request id has acted before, all its alerts included', () =>
    withAlerts(
      () => [ALERT, { ...ALERT, labels: { zone: 'c' } }].map((event) => ({ event, isPrivate: false })),
      async (handle) => {
        expect(await send(handle, { event: {}, requestId: 'r1' })).toMatchObject({ applied: true, repeated: false });
        expect(await send(handle, { event: {}, requestId: 'r1' })).toMatchObject({ applied: true, repeated: true });
        const { timeline } = await stateOf(handle);
        expect(timeline.filter(({ kind }) => kind === 'alertUpdated')).toHaveLength(2);
      },
    ));

  it('hands the reader the title that stands in for a missing one', () => {
    const given: unknown[] = [];
    const { activities } = fakeActivities({
      readAlertUpdate: async ({ title }) => {
        given.push(title);
        return { value: [{ event: ALERT, isPrivate: false }], attempt: 1 };
      },
    });
    return withWorkers(env, activities, async () => {
      const handle = await start();
      await send(handle, { event: { severity: 'high' }, title: 'Mine' });
      await send(handle, { event: ALERT });
      expect(given).toEqual(['Mine', undefined]);
      await handle.terminate();
    });
  });

  it('records a refused signal on the timeline', () =>
    withAlerts(unreadable, async (handle) => {
      await handle.signal('alertUpdated', { actor: 'grafana', requestId: 's1' });
      const { timeline } = await until(handle, (state) => state.timeline.some(({ kind }) => kind === 'refused'));
      expect(timeline.at(-1)).toMatchObject({ actor: 'grafana', text: 'alertUpdated was refused: title: is missing', requestId: 's1' });
    }));
});
