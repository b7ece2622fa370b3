import { activityInfo } from '@temporalio/activity';
import type { WorkflowHandle } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { alertActivities } from '../../src/activities/follow-alerts';
import { heartbeatActivities } from '../../src/activities/watch-heartbeats';
import type { AlertDelivery } from '../../src/incident/alert-groups/delivery';
import type { AlertGroupState } from '../../src/incident/alert-groups/group-state';
import type { AlertRules } from '../../src/incident/alert-groups/rules';
import type { HeartbeatSettings } from '../../src/incident/heartbeats/heartbeat-settings';
import { firingAlerts } from '../../src/incident/model/firing-alerts';
import { InvalidInputError } from '../../src/incident/text/errors';
import { ALERT_DELIVERED, GROUP_QUERY } from '../../src/workflows/contract/alert-messages';
import { HEARTBEAT_CONFIGURED, HEARTBEAT_FED } from '../../src/workflows/contract/heartbeat-messages';
import { ADD_MAINTENANCE, END_MAINTENANCE } from '../../src/workflows/contract/maintenance-messages';
import { FakeIncidents } from '../support/fake-incidents';
import { untilIdle } from '../support/incident-handle';
import { NO_SERVICES, SAMPLE_RULES } from '../support/sample-alert-rules';
import { sampleDelivery } from '../support/sample-delivery';
import { sampleService } from '../support/sample-service';
import { type ShortHistories, shortHistories } from '../support/short-histories';
import { waitUntil } from '../support/wait-until';
import { workflowBundle } from '../support/workflow-env';
import { saveHistory } from './save-history';

/** The history length at which a new run is suggested; low, so that the histories are short. */
const FEW_EVENTS = 100;
const SOON_MS = 1_000;
const LATER_MS = 3_600_000;
const RESOLVED = { status: 'resolved', firing: firingAlerts([]) } as const;
const UNREADABLE = {};
const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();

// Not a test: it runs under Jest because that compiles the sources. `npm run record-histories` is the way to call it.
let histories: ShortHistories;
beforeAll(async () => {
  [histories] = await Promise.all([shortHistories(FEW_EVENTS), workflowBundle()]);
}, 120_000);
afterAll(() => histories?.stop());

interface Recording {
  readonly handle: WorkflowHandle;
  /** Sends a signal and waits until all that follows from it is done. */
  tell(signal: string, payload: object): Promise<void>;
  quiet(): Promise<void>;
  /** Waits until as many activities of this name have begun. */
  called(activity: string, times: number): Promise<void>;
  /** Sends this signal, unreadable, until the history is long enough; once something then wakes it, it goes on in a new run. */
  nextRun(signal: string, wake: () => Promise<void>): Promise<void>;
  save(name: string): Promise<void>;
  /** The first run and the second. */
  saveBoth(name: string): Promise<void>;
}

async function record(type: string, args: unknown[], activities: object, test: (recording: Recording) => Promise<void>): Promise<void> {
  const { client, nativeConnection: connection } = histories.env;
  const workflowId = `${type}-${expect.getState().currentTestName}`;
  const handle = await client.workflow.start(type, { workflowId, taskQueue: workflowId, args });
  // Without the run's id, so that it leads to the latest one.
  const latest = client.workflow.getHandle(workflowId);
  const quiet = (): Promise<void> => untilIdle(latest);
  const worker = await Worker.create({ connection, taskQueue: workflowId, workflowBundle: await workflowBundle(), activities });
  await worker.runUntil(async () => {
    await test({
      handle: latest,
      quiet,
      async tell(signal, payload) {
        await latest.signal(signal, payload);
        await quiet();
      },
      async called(activity, times) {
        const isCalled = async (): Promise<boolean> => {
          const { events } = await latest.fetchHistory();
          const names = events?.map(({ activityTaskScheduledEventAttributes: scheduled }) => scheduled?.activityType?.name) ?? [];
          return names.filter((name) => name === activity).length >= times;
        };
        await waitUntil(isCalled, { what: `${activity} to be called ${times} times` });
        await quiet();
      },
      async nextRun(signal, wake) {
        const { runId, historyLength } = await latest.describe();
        await Promise.all(Array.from({ length: Math.max(1, FEW_EVENTS - historyLength) }, () => latest.signal(signal, UNREADABLE)));
        await quiet();
        await wake();
        await waitUntil(async () => (await latest.describe()).runId !== runId, { what: `${workflowId} to go on in a new run` });
        await quiet();
      },
      save: (name) => saveHistory(latest, name),
      async saveBoth(name) {
        const [first, second] = await histories.runs(handle);
        await saveHistory(client.workflow.getHandle(workflowId, first), `${name}-1`);
        await saveHistory(client.workflow.getHandle(workflowId, second), `${name}-2`);
      },
    });
    // It may have ended by itself.
    await latest.terminate().catch(() => undefined);
  });
}

const SERVICES = [sampleService('shop', { dependsOn: ['db'] }), sampleService('db')];

interface GroupRecording extends Recording {
  readonly incidents: FakeIncidents;
  deliver(event?: Partial<AlertDelivery['event']>, more?: Partial<AlertDelivery>): Promise<void>;
  until(holds: (state: AlertGroupState) => boolean): Promise<void>;
}

async function recordGroup(rules: Partial<AlertRules>, test: (recording: GroupRecording) => Promise<void>): Promise<void> {
  const incidents = new FakeIncidents();
  const alertRules = { ...SAMPLE_RULES, settleMs: SOON_MS, ...rules };
  const activities = alertActivities({
    ...NO_SERVICES,
    incidents,
    alertRules,
    maintenance: async () => incidents.maintenance,
    services: async () => ({ services: SERVICES, problem: null }),
  });
  await record('followAlertGroup', [{ instance: 'test', fingerprint: 'generic:disk' }], activities, (recording) =>
    test({
      ...recording,
      incidents,
      deliver: (event, more) => recording.tell(ALERT_DELIVERED, sampleDelivery(event, more)),
      async until(holds) {
        await waitUntil(async () => holds(await recording.handle.query<AlertGroupState>(GROUP_QUERY)), { what: String(holds) });
        await recording.quiet();
      },
    }),
  );
}

it('group', () =>
  recordGroup({}, async ({ deliver, until, nextRun, saveBoth }) => {
    await deliver();
    await deliver({ severity: 'critical', labels: { zone: 'b' } });
    await deliver(RESOLVED);
    await deliver();
    await deliver(RESOLVED);
    await until(({ status }) => status === 'recovered');
    await deliver();
    await nextRun(ALERT_DELIVERED, deliver);
    await deliver({ severity: 'critical' });
    await deliver({ status: 'acknowledged' });
    await deliver(RESOLVED);
    await until(({ status }) => status === 'recovered');
    await saveBoth('group');
  }));

it('group-storm', () =>
  recordGroup({}, async ({ handle, quiet, until, save }) => {
    const fire = (number: number): Promise<void> => {
      const firing = firingAlerts([{ fingerprint: `alert-${number}`, startedAt: null }]);
      return handle.signal(ALERT_DELIVERED, sampleDelivery({ severity: number < 10 ? 'high' : 'critical', firing }));
    };
    await Promise.all(Array.from({ length: 20 }, (_, number) => fire(number)));
    await quiet();
    await handle.signal(ALERT_DELIVERED, sampleDelivery(RESOLVED));
    await until(({ status }) => status === 'recovered');
    await save('group-storm');
  }));

it('group-muted', () =>
  recordGroup({ staleAfterMs: SOON_MS }, async ({ deliver, until, incidents, save }) => {
    incidents.maintenance = [{ name: 'patching', when: {}, from: inMs(-LATER_MS), to: inMs(2 * SOON_MS) }];
    await deliver();
    incidents.maintenance = [];
    await until(({ incident }) => incident !== null);
    await until(({ status }) => status === 'quiet');
    incidents.statuses.set('TEST-1', 'closed');
    await deliver({ severity: 'critical' });
    await save('group-muted');
  }));

it('group-joined', () =>
  recordGroup(
    { rules: [{ name: 'by-zone', when: {}, do: 'join', by: ['zone'], withinMs: LATER_MS }] },
    async ({ deliver, incidents, save }) => {
      incidents.failures = [new InvalidInputError('title', 'is empty', 'text')];
      await deliver({ labels: { zone: 'a' } });
      await deliver({ labels: { zone: 'a' }, severity: 'critical' });
      await save('group-joined');
    },
  ));

it('group-of-dependency', () =>
  recordGroup({ rules: [{ name: 'near', when: {}, do: 'joinDependency' }] }, async ({ deliver, until, incidents, save }) => {
    incidents.listed = [{ incidentId: 'DB-1', services: ['db'], declaredAt: inMs(-LATER_MS) }];
    incidents.statuses.set('DB-1', 'open');
    await deliver({ labels: { service: 'shop' } });
    await deliver({ labels: { service: 'shop' }, severity: 'critical' });
    await deliver({ labels: { service: 'shop' }, ...RESOLVED });
    await until(({ status }) => status === 'recovered');
    await deliver({ labels: { service: 'shop' } });
    incidents.statuses.set('TEST-1', 'closed');
    incidents.statuses.set('DB-1', 'open');
    await deliver({ labels: { service: 'shop', zone: 'b' } });
    await save('group-of-dependency');
  }));

it('group-ended', () =>
  recordGroup({}, async ({ handle, deliver, save }) => {
    await deliver({ severity: 'low' }, { receivedAt: inMs(-48 * LATER_MS) });
    await handle.result();
    await save('group-ended');
  }));

const BRIEF: HeartbeatSettings = { everyMs: SOON_MS, graceMs: SOON_MS, severity: 'high', users: [] };
const LONG: HeartbeatSettings = { ...BRIEF, everyMs: LATER_MS };
const START = { name: 'nightly', settings: BRIEF };

it('heartbeat', () => {
  const heartbeats = new Map([['nightly', BRIEF]]);
  const activities = heartbeatActivities({ heartbeats, report: async () => undefined });
  return record('watchHeartbeat', [START], activities, async ({ tell, called, nextRun, saveBoth }) => {
    await tell(HEARTBEAT_FED, {});
    await called('reportHeartbeat', 1);
    await tell(HEARTBEAT_FED, {});
    await called('reportHeartbeat', 2);
    await called('reportHeartbeat', 3);
    await nextRun(HEARTBEAT_CONFIGURED, () => tell(HEARTBEAT_FED, {}));
    await called('reportHeartbeat', 1);
    heartbeats.set('nightly', LONG);
    await tell(HEARTBEAT_CONFIGURED, { settings: LONG });
    await tell(HEARTBEAT_FED, {});
    await saveBoth('heartbeat');
  });
});

it('heartbeat-unknown-at-first', () => {
  const heartbeats = new Map<string, HeartbeatSettings>();
  heartbeats.get = () => (activityInfo().isLocal ? undefined : BRIEF);
  const activities = heartbeatActivities({ heartbeats, report: async () => undefined });
  return record('watchHeartbeat', [START], activities, async ({ called, tell, save }) => {
    await called('reportHeartbeat', 1);
    await tell(HEARTBEAT_FED, {});
    await called('reportHeartbeat', 2);
    await save('heartbeat-unknown-at-first');
  });
});

it('maintenance', () =>
  record('keepMaintenance', [], {}, async ({ handle, quiet, tell, nextRun, saveBoth }) => {
    const wanted = { actor: 'ann', when: { labels: { team: ['data'] } }, reason: 'moving the database', to: inMs(LATER_MS) };
    const change = async (name: string, payload: object): Promise<void> => {
      await handle.executeUpdate(name, { args: [payload] });
      await quiet();
    };
    await change(ADD_MAINTENANCE, { ...wanted, requestId: 'r-1' });
    await change(ADD_MAINTENANCE, { ...wanted, requestId: 'r-1' });
    await tell(ADD_MAINTENANCE, { ...wanted, from: inMs(SOON_MS) });
    await change(END_MAINTENANCE, { actor: 'bob', id: 'm-1' });
    await nextRun(ADD_MAINTENANCE, () => tell(ADD_MAINTENANCE, wanted));
    await tell(END_MAINTENANCE, { actor: 'bob', id: 'm-2' });
    await change(ADD_MAINTENANCE, wanted);
    await saveBoth('maintenance');
  }));
