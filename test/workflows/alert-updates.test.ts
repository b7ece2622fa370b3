import { type WorkflowHandle, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/interface';
import { parseEvents } from '../../src/incident/alerts/parse-events';
import { createIncident } from '../../src/incident/declaration/create-incident';
import type { ReadAlert } from '../../src/incident/model/commands';
import type { IncidentRules } from '../../src/incident/model/config-types';
import type { NewsEntry } from '../../src/incident/model/room-message';
import { describeEntry } from '../../src/incident/timeline-words/describe-entry';
import { changesIn } from '../support/entry-words';
import { send } from '../support/incident-handle';
import { type IncidentTest, type Overrides, withIncident, withStartedIncident } from '../support/incident-stage';
import { sampleEvent, samplePolicy } from '../support/sample-incident';
import { waitUntil } from '../support/wait-until';
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

  it('leaves the incident open where any alert of the delivery fires, and tells what matters most', () =>
    withAlerts(
      () => [
        { event: sampleEvent({ status: 'resolved', title: 'one is over' }), isPrivate: false },
        { event: sampleEvent({ fingerprint: 'f2', alertName: 'Other', title: 'one goes on' }), isPrivate: false },
      ],
      async ({ handle, until }) => {
        expect(await sendAlert(handle, { event: {} })).toMatchObject({ applied: true, outcome: 'updated' });
        const { status, timeline } = await until(() => true);
        expect(status).toBe('triggered');
        const texts = timeline.filter(({ kind }) => kind === 'alertUpdated').map(({ text }) => text);
        expect(texts).toEqual([expect.stringContaining('one goes on'), expect.stringContaining('one is over')]);
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
      expect(timeline.at(-1)).toMatchObject({
        actor: 'grafana',
        text: 'tried to report an alert; this was refused: title: is missing',
        requestId: 's1',
      });
    }));
});

describe('an alert that flaps', () => {
  const payload = (status: 'firing' | 'resolved') => ({
    receiver: 'war-room',
    status,
    version: '4',
    groupKey: '{}:{alertname="HighMemory"}',
    groupLabels: { alertname: 'HighMemory' },
    commonLabels: { alertname: 'HighMemory' },
    commonAnnotations: {},
    externalURL: 'http://am.example.com:9093',
    alerts: [
      {
        status,
        labels: { alertname: 'HighMemory', severity: 'critical' },
        annotations: {},
        startsAt: '2026-11-26T10:40:00Z',
        endsAt: status === 'firing' ? '0001-01-01T00:00:00Z' : '2026-11-26T10:40:00Z',
        fingerprint: 'f19f2ca951505f6c',
      },
    ],
  });
  const rules: IncidentRules = {
    idPrefix: 'PROD',
    privacy: { default: 'public', privateLabels: [], privateUsers: [] },
    defaultTargets: [],
    teams: {},
    policy: samplePolicy(),
  };
  const parsed: Overrides = () => ({
    parseIncidentEvent: async ({ request, receivedAt }) => ({
      value: createIncident({ request: { ...request, users: ['dba@example.com'] }, rules, receivedAt }),
      attempt: 1,
    }),
    readAlertUpdate: async ({ event, receivedAt }) => ({
      value: parseEvents(event, { receivedAt }).map((read) => ({ event: read, isPrivate: false })),
      attempt: 1,
    }),
  });
  const withFlapping = (test: IncidentTest) => withIncident(env, test, parsed, { event: payload('firing') });

  it('calls its people again each time that it fires after a recovery, with the same identity and start', () =>
    withFlapping(async ({ handle, until, calls }) => {
      for (const round of [1, 2]) {
        expect(await sendAlert(handle, { event: payload('resolved') })).toMatchObject({ status: 'resolved', outcome: 'resolved' });
        expect(await sendAlert(handle, { event: payload('firing') })).toMatchObject({ status: 'reopened', outcome: 'reopened' });
        await until(() => calls('reopened').length === round);
        expect(
          calls('reopened')
            .at(-1)
            ?.called.map(({ name }) => name),
        ).toEqual(['dba']);
      }
      const { escalation, archiveDueAt, reopenings } = await until(() => true);
      expect({ reached: escalation.reached, archiveDueAt, reopenings }).toEqual({ reached: 0, archiveDueAt: null, reopenings: 2 });
      expect(escalation.dueAt).not.toBeNull();
    }));

  it('stays resolved by a person while it only repeats itself, and says so once', () =>
    withFlapping(async ({ handle, room, send, until }) => {
      await send('resolve');
      for (const _ of [1, 2]) {
        expect(await sendAlert(handle, { event: payload('firing') })).toMatchObject({ status: 'resolved', outcome: 'stillFiring' });
      }
      const told = () => [...room.messages.values()].flatMap((message) => (message.kind === 'news' ? message.entries : []));
      const isStillFiring = (entry: NewsEntry) => describeEntry(entry).includes('still firing');
      await until(() => told().some(isStillFiring));
      expect(told().filter(isStillFiring)).toHaveLength(1);
    }));
});

describe('a storm of alerts', () => {
  it('is one message in the thread that counts, with the times of the alerts, while Slack is slow', async () => {
    const alerts = 150;
    const news: NewsEntry[][] = [];
    await withIncident(
      env,
      async ({ signal, until }) => {
        await Promise.all(
          Array.from({ length: alerts }, (_, index) => signal('alertUpdated', { event: index, requestId: `alert-${index}` })),
        );
        await waitUntil(() => news.flat().reduce((sum, entry) => sum + changesIn(entry), 0) === alerts);
        await until(({ seenRequestIds }) => seenRequestIds.length === alerts);
      },
      (usual) => ({
        readAlertUpdate: async ({ event }) => {
          const alert = sampleEvent({ fingerprint: `group-${event}`, title: `alert ${event}`, labels: { zone: `${event}` } });
          return { value: [{ event: alert, isPrivate: false }], attempt: 1 };
        },
        postReply: async (input) => {
          if (input.message.kind === 'news') {
            await new Promise((resolve) => setTimeout(resolve, 300));
            news.push([...input.message.entries]);
          }
          return usual.postReply(input);
        },
      }),
      { severity: 'critical' },
    );
    // On a slow machine, the first alerts may come so late apart that they are told before the others are there.
    expect(news.length).toBeLessThan(4);
    const [counted] = news.flat().filter((entry) => 'counts' in entry);
    expect(counted).toMatchObject({ kind: 'alertChanges', since: expect.any(String), latest: { kind: 'new', at: expect.any(String) } });
  });
});

describe('the recovery of all alerts', () => {
  it('asks its people outside the thread whether the incident is over, if their rule says so', () =>
    withAlerts(
      () => [{ event: sampleEvent({ status: 'resolved', fingerprint: 'g' }), isPrivate: false }],
      async ({ id, handle, room, until, headline }) => {
        const update = { event: {}, onRecovery: 'ask', group: 'alert-am-1' };
        expect(await sendAlert(handle, { ...update, requestId: 'r1' })).toMatchObject({ status: 'triggered', outcome: 'recovered' });
        await sendAlert(handle, { ...update, requestId: 'r2' });
        await until(({ seenRequestIds }) => seenRequestIds.length === 2);
        await waitUntil(() => headline().haveRecovered === true && room.calls.some((call) => call.startsWith('postMessage')));
        const asked = [...room.messages.values()].filter(({ kind }) => kind === 'recovered');
        expect(asked).toMatchObject([{ kind: 'recovered', incidentId: id, asked: ['UDBA'] }]);
        expect(room.calls.filter((call) => call.startsWith(`postMessage:${id}/recovered`))).toHaveLength(1);
        expect((await until(() => true)).alertGroups).toEqual({ ids: ['alert-am-1'], hasMore: false });
      },
    ));
});
