import { activityInfo } from '@temporalio/activity';
import type { WorkflowHandle } from '@temporalio/client';
import { Worker, type WorkflowBundle } from '@temporalio/worker';
import { heartbeatActivities } from '../../src/activities/watch-heartbeats';
import type { HeartbeatReport } from '../../src/incident/heartbeats/heartbeat-report';
import type { HeartbeatSettings } from '../../src/incident/heartbeats/heartbeat-settings';
import type { HeartbeatState } from '../../src/incident/heartbeats/heartbeat-state';
import { InvalidInputError } from '../../src/incident/text/errors';
import { HEARTBEAT_CONFIGURED, HEARTBEAT_FED, HEARTBEAT_QUERY } from '../../src/workflows/contract/heartbeat-messages';
import { unpatchedBundle } from '../replay/changed-bundles';
import { describeWith } from '../support/needs';
import { ownTestServer } from '../support/own-test-server';
import { waitUntil } from '../support/wait-until';
import { ON_THIS_THREAD, workflowBundle } from '../support/workflow-env';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const NAME = 'nightly';
const SETTINGS: HeartbeatSettings = { everyMs: DAY_MS, graceMs: 60 * MINUTE_MS, severity: 'high', users: ['@dba'] };
const DEADLINE_MS = SETTINGS.everyMs + SETTINGS.graceMs;

describeWith(['testServer'], 'a heartbeat', () => {
  const env = ownTestServer();

  interface Watch {
    readonly handle: WorkflowHandle;
    /** What was handed over; the ones that failed are not among them. */
    readonly reports: HeartbeatReport[];
    /** The configuration of the worker. */
    readonly configured: Map<string, HeartbeatSettings>;
    /** Thrown by the next reports. */
    readonly failures: Error[];
    /** Feeds it, that long after its start; default: now. */
    feed(afterMs?: number): Promise<void>;
    configure(settings: HeartbeatSettings): Promise<void>;
    pass(ms: number): Promise<void>;
    state(): Promise<HeartbeatState>;
    statuses(): readonly string[];
    /** Waits for as many reports, and expects these. */
    reported(...statuses: readonly string[]): Promise<void>;
    /** Runs a worker while it works; with the code as it is, unless another is given. */
    withWorker<Result>(work: () => Promise<Result>, bundle?: WorkflowBundle): Promise<Result>;
  }

  async function watch(test: (watch: Watch) => Promise<void>, maxCachedWorkflows = 0): Promise<void> {
    const taskQueue = `heartbeat-${NAME}`;
    const reports: HeartbeatReport[] = [];
    const failures: Error[] = [];
    const configured = new Map([[NAME, SETTINGS]]);
    const report = async (alert: HeartbeatReport): Promise<void> => {
      const failure = failures.shift();
      if (failure !== undefined) throw failure;
      reports.push(alert);
    };
    const options = { taskQueue, workflowId: taskQueue, args: [{ name: NAME, settings: SETTINGS }] };
    const handle = await env().client.workflow.start('watchHeartbeat', options);
    const startedAt = Date.parse((await handle.describe()).startTime.toISOString());
    const statuses = () => reports.map(({ event }) => event.status);
    await test({
      handle,
      reports,
      configured,
      failures,
      feed: (afterMs) => handle.signal(HEARTBEAT_FED, afterMs === undefined ? {} : { at: new Date(startedAt + afterMs).toISOString() }),
      configure: (settings) => handle.signal(HEARTBEAT_CONFIGURED, { settings }),
      pass: (ms) => env().sleep(ms),
      state: () => handle.query<HeartbeatState>(HEARTBEAT_QUERY),
      statuses,
      async reported(...expected) {
        await waitUntil(async () => statuses().length >= expected.length);
        expect(statuses()).toEqual(expected);
      },
      async withWorker(work, bundle) {
        const worker = await Worker.create({
          connection: env().nativeConnection,
          taskQueue,
          maxCachedWorkflows,
          workflowBundle: bundle ?? (await workflowBundle()),
          ...ON_THIS_THREAD,
          activities: heartbeatActivities({ heartbeats: configured, report }),
        });
        return worker.runUntil(work);
      },
    });
  }
  /** Each task replays the whole history. */
  const watched = (test: (watch: Watch) => Promise<void>): Promise<void> => watch((it) => it.withWorker(() => test(it)));
  /** For tests in which a worker is asked in vain every minute for an hour. */
  const watchedLong = (test: (watch: Watch) => Promise<void>): Promise<void> => watch((it) => it.withWorker(() => test(it)), 1);

  it('that was never fed is late at its deadline, and is reported once', () =>
    watched(async ({ pass, statuses, reports, state, reported }) => {
      await pass(DEADLINE_MS - MINUTE_MS);
      expect(statuses()).toEqual([]);
      await pass(2 * MINUTE_MS);
      await reported('firing');
      expect(reports[0]).toMatchObject({
        users: ['@dba'],
        event: { severity: 'high', description: expect.stringContaining('never been fed') },
      });
      await pass(3 * 60 * MINUTE_MS);
      await reported('firing');
      expect(await state()).toMatchObject({ lastFedAt: null, lateSince: expect.any(String) });
    }));

  it('that is fed in time is not late, and has one timer for many feeds', () =>
    watched(async ({ feed, pass, statuses, handle, state }) => {
      for (let hour = 0; hour < 24; hour += 1) {
        await pass(60 * MINUTE_MS);
        await feed();
      }
      await pass(20 * 60 * MINUTE_MS);
      expect(statuses()).toEqual([]);
      expect((await state()).feeds).toBe(24);
      const { events } = await handle.fetchHistory();
      expect(events?.filter(({ timerStartedEventAttributes }) => timerStartedEventAttributes).length).toBeLessThan(4);
    }));

  it('is late again after it was fed, each time with an alert of its own', () =>
    watched(async ({ feed, pass, reports, state, reported }) => {
      await pass(DEADLINE_MS + MINUTE_MS);
      await feed();
      await reported('firing', 'resolved');
      expect(await state()).toMatchObject({ lateSince: null, feeds: 1 });
      await pass(DEADLINE_MS + MINUTE_MS);
      await reported('firing', 'resolved', 'firing');
      expect(new Set(reports.map(({ messageId }) => messageId)).size).toBe(3);
      expect(new Set(reports.map(({ event }) => event.fingerprint)).size).toBe(1);
      expect(reports[2]?.event.description).toContain('was last fed at');
    }));

  /** Lets a worker go away before the deadline, and the deadline pass. */
  async function awayAcross({ withWorker, state, pass, handle }: Watch): Promise<void> {
    await withWorker(state);
    await pass(DEADLINE_MS - 2_000);
    const hasRung = async (): Promise<boolean> =>
      ((await handle.fetchHistory()).events ?? []).some(({ timerFiredEventAttributes }) => timerFiredEventAttributes);
    await waitUntil(hasRung);
  }

  it('whose deadline passes while no worker runs is late as soon as one does', () =>
    watch(async (it) => {
      await awayAcross(it);
      expect(it.statuses()).toEqual([]);
      await it.withWorker(() => it.reported('firing'));
    }));

  it.each([
    ['just before its deadline', DEADLINE_MS - 1, []],
    ['at its deadline', DEADLINE_MS, ['firing', 'resolved']],
  ] as const)('that was fed %s is judged by when it was fed, not by when that is heard of', (_, afterMs, expected) =>
    watch(async (it) => {
      await awayAcross(it);
      await it.feed(afterMs);
      await it.withWorker(async () => {
        await waitUntil(async () => (await it.state()).feeds === 1 && it.statuses().length === expected.length);
        expect((await it.state()).lateSince).toBeNull();
      });
      expect(it.statuses()).toEqual(expected);
    }),
  );

  it('that two gateways fed is judged by the times of the feeds, even if they arrive in another order', () =>
    watch(async (it) => {
      await awayAcross(it);
      await Promise.all([it.feed(DEADLINE_MS + 1_000), it.feed(DEADLINE_MS + 1_000)]);
      await it.feed(DEADLINE_MS - 1);
      await it.withWorker(() => waitUntil(async () => (await it.state()).feeds === 3));
      expect(it.statuses()).toEqual([]);
    }));

  it('takes no notice of a feed older than the last, even while it is late', () =>
    watched(async ({ feed, pass, statuses, state, reported }) => {
      await pass(10 * MINUTE_MS);
      await feed();
      await waitUntil(async () => (await state()).feeds === 1);
      await feed(0);
      await pass(DEADLINE_MS - 5 * MINUTE_MS);
      expect(statuses()).toEqual([]);
      await pass(10 * MINUTE_MS);
      await feed(0);
      await waitUntil(async () => (await state()).feeds === 3);
      await reported('firing');
    }));

  it('that no worker has known for an hour after its deadline ends without an alert', () =>
    watchedLong(async ({ configured, pass, statuses, handle, state }) => {
      configured.clear();
      await pass(DEADLINE_MS + 59 * MINUTE_MS);
      expect(await state()).toMatchObject({ lateSince: null });
      await pass(2 * MINUTE_MS);
      expect(await handle.result()).toMatchObject({ lateSince: null });
      expect(statuses()).toEqual([]);
    }));

  it('that no worker has known for an hour while it is late ends and resolves its alert', () =>
    watchedLong(async ({ configured, pass, reports, handle, reported }) => {
      await pass(DEADLINE_MS + MINUTE_MS);
      await reported('firing');
      configured.clear();
      await pass(122 * MINUTE_MS);
      expect(await handle.result()).toMatchObject({ lateSince: null });
      await reported('firing', 'resolved');
      expect(reports[1]?.event.description).toContain('no longer configured');
    }));

  it('is late although the first worker that is asked does not know it, nor do others for a while', () =>
    watched(async ({ configured, pass, statuses, reported }) => {
      configured.clear();
      await pass(DEADLINE_MS + 30 * MINUTE_MS);
      expect(statuses()).toEqual([]);
      configured.set(NAME, SETTINGS);
      await pass(3 * MINUTE_MS);
      await reported('firing');
    }));

  it('is late although the worker that keeps it in its cache does not know it, and resolves nothing because of that', () =>
    watched(async ({ configured, pass, reported }) => {
      configured.get = () => (activityInfo().isLocal ? undefined : SETTINGS);
      await pass(DEADLINE_MS + MINUTE_MS);
      await reported('firing');
      await pass(5 * 60 * MINUTE_MS);
      await reported('firing');
    }));

  it.each([
    ['fed', ({ feed }: Watch) => feed()],
    ['configured', ({ configure }: Watch) => configure(SETTINGS)],
  ])('is watched on if it is %s while no worker that is asked knows it', (_, vouch) =>
    watchedLong(async (it) => {
      it.configured.clear();
      await it.pass(DEADLINE_MS + 59 * MINUTE_MS);
      await vouch(it);
      await it.reported('firing');
      it.configured.set(NAME, SETTINGS);
      await it.pass(2 * MINUTE_MS);
      expect((await it.handle.describe()).status.name).toBe('RUNNING');
    }),
  );

  it('is watched on if it is configured while its last alert is handed over', () =>
    watchedLong(async ({ configured, configure, failures, pass, handle, reported }) => {
      await pass(DEADLINE_MS + MINUTE_MS);
      await reported('firing');
      configured.clear();
      failures.push(...Array.from({ length: 5 }, () => new InvalidInputError('event', 'is broken', 'another')));
      await pass(122 * MINUTE_MS);
      configured.set(NAME, SETTINGS);
      await configure(SETTINGS);
      await pass(6 * MINUTE_MS);
      await reported('firing', 'resolved', 'firing');
      expect((await handle.describe()).status.name).toBe('RUNNING');
    }));

  it('that a worker of an older version has given up ends in the same way once a newer one takes over', () =>
    watch(async ({ configured, failures, pass, handle, reported, withWorker }) => {
      const untilGivenUp = async (): Promise<void> => {
        await pass(DEADLINE_MS + MINUTE_MS);
        await reported('firing');
        configured.clear();
        failures.push(...Array.from({ length: 60 }, () => new InvalidInputError('event', 'is broken', 'another')));
        await pass(62 * MINUTE_MS);
      };
      await withWorker(untilGivenUp, await unpatchedBundle());
      expect(failures.length).toBeLessThan(60);
      failures.splice(0);
      await withWorker(async () => {
        await pass(2 * MINUTE_MS);
        expect(await handle.result()).toMatchObject({ lateSince: null });
      });
      await reported('firing', 'resolved');
    }));

  it('obeys changed settings at once, and those that it finds at its deadline', () =>
    watched(async ({ configured, configure, pass, statuses, state, reported }) => {
      configured.set(NAME, { ...SETTINGS, everyMs: 10 * MINUTE_MS });
      await configure({ ...SETTINGS, everyMs: MINUTE_MS, graceMs: MINUTE_MS });
      await pass(3 * MINUTE_MS);
      expect(statuses()).toEqual([]);
      expect((await state()).settings.everyMs).toBe(10 * MINUTE_MS);
      await pass(70 * MINUTE_MS);
      await reported('firing');
      configured.set(NAME, SETTINGS);
      await configure(SETTINGS);
      await reported('firing', 'resolved');
    }));

  it('tries again if its alert cannot be handed over, and ignores signals without settings', () =>
    watched(async ({ failures, pass, handle, reported }) => {
      await handle.signal(HEARTBEAT_CONFIGURED, { settings: { everyMs: 1 } });
      failures.push(new InvalidInputError('event', 'is broken', 'another'));
      await pass(DEADLINE_MS + 5 * MINUTE_MS);
      await reported('firing');
    }));
});
