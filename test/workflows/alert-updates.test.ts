import { type WorkflowHandle, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/interface';
import type { ReadAlert } from '../../src/incident/commands';
import { send } from '../support/incident-handle';
import { type IncidentTest, withIncident, withStartedIncident } from '../support/incident-stage';
import { sampleEvent } from '../support/sample-incident';
import { timeSkippingEnvironment, workflowBundle } from '../support/workflow-env';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  await workflowBundle();
  env = await timeSkippingEnvironment();
}, 60_000);
afterAll(() => env?.teardown());

const sendAlert = (handle: WorkflowHandle, payload: object) => send(handle, 'alertUpdated', { actor: 'grafana', ...payload });
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
const withAlerts = (read: () => readonly ReadAlert[], test: IncidentTest): Promise<void> =>
  withIncident(env, test, () => ({ readAlertUpdate: async () => ({ value: [...read()], attempt: 1 }) }), { severity: 'high' });
const unreadable = (): never => {
  throw ApplicationFailure.nonRetryable('title: is missing', 'invalid_input');
};

describe('the update alertUpdated', () => {
  it('is refused with the reason when the event cannot be read', () =>
    withAlerts(unreadable, async ({ handle, until }) => {
      expect(await refusalOf(sendAlert(handle, { event: {}, requestId: 'r1' }))).toMatchObject({
        code: 'invalid',
        message: 'title: is missing',
      });
      const { timeline } = await until(() => true);
      expect(timeline.filter(({ requestId }) => requestId === 'r1')).toMatchObject([{ kind: 'refused' }]);
    }));

  it('is refused when the event holds no alert', () =>
    withAlerts(
      () => [],
      async ({ handle }) => {
        expect(await refusalOf(sendAlert(handle, { event: { alerts: [] } }))).toMatchObject({ code: 'invalid', field: 'event' });
      },
    ));

  it.each([{}, { event: null }])('is refused at the door without an event: %j', (payload) =>
    withAlerts(unreadable, async ({ handle, until }) => {
      expect(await refusalOf(sendAlert(handle, payload))).toMatchObject({
        code: 'invalid',
        field: 'event',
        message: 'event: is missing (allowed: the alert as it was received)',
      });
      expect((await until(() => true)).timeline.some(({ kind }) => kind === 'refused')).toBe(false);
    }),
  );

  it('says that a request id has acted before, all its alerts included', () =>
    withAlerts(
      () => ['b', 'c'].map((zone) => ({ event: sampleEvent({ labels: { zone } }), isPrivate: false })),
      async ({ handle, until }) => {
        expect(await sendAlert(handle, { event: {}, requestId: 'r1' })).toMatchObject({ applied: true, repeated: false });
        expect(await sendAlert(handle, { event: {}, requestId: 'r1' })).toMatchObject({ applied: true, repeated: true });
        const { timeline } = await until(() => true);
        expect(timeline.filter(({ kind }) => kind === 'alertUpdated')).toHaveLength(2);
      },
    ));

  it('hands the reader the title that stands in for a missing one', () => {
    const given: unknown[] = [];
    const readAlertUpdate: Activities['readAlertUpdate'] = async ({ title }) => {
      given.push(title);
      return { value: [{ event: sampleEvent(), isPrivate: false }], attempt: 1 };
    };
    return withStartedIncident(
      env,
      async ({ handle }) => {
        await sendAlert(handle, { event: { severity: 'high' }, title: 'Mine' });
        await sendAlert(handle, { event: sampleEvent() });
        expect(given).toEqual(['Mine', undefined]);
      },
      () => ({ readAlertUpdate }),
      { severity: 'high' },
    );
  });

  it('records a refused signal on the timeline', () =>
    withAlerts(unreadable, async ({ signal, until }) => {
      await signal('alertUpdated', { actor: 'grafana', requestId: 's1' });
      const { timeline } = await until((state) => state.timeline.some(({ kind }) => kind === 'refused'));
      expect(timeline.at(-1)).toMatchObject({ actor: 'grafana', text: 'alertUpdated was refused: title: is missing', requestId: 's1' });
    }));
});
