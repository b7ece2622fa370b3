import { Worker } from '@temporalio/worker';
import { heartbeatActivities } from '../../../src/activities/watch-heartbeats';
import { HeartbeatClient } from '../../../src/client/temporal/heartbeat-client';
import type { HeartbeatReport } from '../../../src/incident/heartbeats/heartbeat-report';
import type { HeartbeatSettings } from '../../../src/incident/heartbeats/heartbeat-settings';
import type { HeartbeatState } from '../../../src/incident/heartbeats/heartbeat-state';
import { HEARTBEAT_QUERY, heartbeatIdOf } from '../../../src/workflows/contract/heartbeat-messages';
import { RESPONSE_QUEUE } from '../../../src/workflows/contract/messages';
import { describeWith } from '../../support/needs';
import { type ShortHistories, shortHistories } from '../../support/short-histories';
import { readUntil, waitUntil } from '../../support/wait-until';
import { workflowBundle } from '../../support/workflow-env';

const ROUNDS = 4;
/** Feeds of a round: at least as many events as the server allows a run, so that each round ends one. */
const AT_ONCE = 60;
const NIGHTLY = { name: 'nightly', settings: { everyMs: 3_600_000, graceMs: 60_000, severity: 'high', users: [] } } as const;

describeWith(['temporal'], 'a heartbeat whose watch goes on in new runs', () => {
  let histories: ShortHistories;
  beforeAll(async () => {
    histories = await shortHistories(AT_ONCE);
  }, 60_000);
  afterAll(() => histories?.stop());

  it('counts every feed, keeps its last one, and is late by it', async () => {
    const { client, nativeConnection: connection } = histories.env;
    const reports: HeartbeatReport[] = [];
    const heartbeats = new Map<string, HeartbeatSettings>([[NIGHTLY.name, NIGHTLY.settings]]);
    const activities = heartbeatActivities({ heartbeats, report: async (report) => void reports.push(report) });
    const watch = new HeartbeatClient(client, '');
    const began = Date.now();
    const feed = (number: number) => watch.feed(NIGHTLY, new Date(began - 60_000 + number).toISOString());
    const worker = await Worker.create({ connection, taskQueue: RESPONSE_QUEUE, workflowBundle: await workflowBundle(), activities });
    await worker.runUntil(async () => {
      const handle = client.workflow.getHandle(heartbeatIdOf(NIGHTLY.name));
      const until = (holds: (state: HeartbeatState) => boolean) => readUntil(() => handle.query<HeartbeatState>(HEARTBEAT_QUERY), holds);
      for (let round = 1; round <= ROUNDS; round += 1) {
        await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => feed((round - 1) * AT_ONCE + index)));
        await waitUntil(async () => (await histories.runs(handle)).length > round);
      }
      const last = new Date(began - 60_000 + ROUNDS * AT_ONCE - 1).toISOString();
      expect(await until(({ feeds }) => feeds === ROUNDS * AT_ONCE)).toMatchObject({ lastFedAt: last, lateSince: null });
      heartbeats.set(NIGHTLY.name, { ...NIGHTLY.settings, everyMs: 1_000, graceMs: 1_000 });
      await watch.configure({ name: NIGHTLY.name, settings: { ...NIGHTLY.settings, everyMs: 1_000, graceMs: 1_000 } });
      const { lateSince } = await until((state) => state.lateSince !== null);
      expect(Date.parse(lateSince ?? '')).toBe(Date.parse(last) + 2_000);
      await waitUntil(async () => reports.length === 1);
      await handle.terminate();
    });
  });
});
