import { Worker } from '@temporalio/worker';
import { alertActivities } from '../../../src/activities/follow-alerts';
import { AlertClient } from '../../../src/client/temporal/alert-client';
import type { AlertGroupState } from '../../../src/incident/alert-groups/group-state';
import { GROUP_QUERY } from '../../../src/workflows/contract/alert-messages';
import { RESPONSE_QUEUE } from '../../../src/workflows/contract/messages';
import { deliverBody } from '../../support/deliver-body';
import { FakeIncidents } from '../../support/fake-incidents';
import { describeWith } from '../../support/needs';
import { NO_SERVICES, SAMPLE_RULES } from '../../support/sample-alert-rules';
import { type ShortHistories, shortHistories } from '../../support/short-histories';
import { readUntil, waitUntil } from '../../support/wait-until';
import { workflowBundle } from '../../support/workflow-env';

const ROUNDS = 6;
/** Deliveries of a round: at least as many events as the server allows a run, so that each round ends one. */
const AT_ONCE = 60;
/** What the group keeps of its deliveries. */
const RECORDS = 200;

describeWith(['temporal'], 'a group of alerts that goes on in new runs', () => {
  let histories: ShortHistories;
  beforeAll(async () => {
    histories = await shortHistories(AT_ONCE);
  }, 60_000);
  afterAll(() => histories?.stop());

  it('counts every delivery once, and knows in a later run what an earlier one took in', async () => {
    const { client, nativeConnection: connection } = histories.env;
    const incidents = new FakeIncidents();
    const activities = alertActivities({ ...NO_SERVICES, incidents, alertRules: SAMPLE_RULES, maintenance: async () => [] });
    const alerts = new AlertClient({ client, address: '', privateLabels: [] });
    const began = Date.now() - 3_600_000;
    /** The same number is the same delivery. */
    const deliver = (number: number) =>
      deliverBody(alerts, { title: 'Disk full', id: 'db-1', status: 'firing', severity: 'high', note: number }, began);

    const worker = await Worker.create({ connection, taskQueue: RESPONSE_QUEUE, workflowBundle: await workflowBundle(), activities });
    await worker.runUntil(async () => {
      const handle = client.workflow.getHandle(await deliver(0));
      const until = (holds: (state: AlertGroupState) => boolean) => readUntil(() => handle.query<AlertGroupState>(GROUP_QUERY), holds);
      for (let round = 0; round < ROUNDS; round += 1) {
        const sent = 1 + (round + 1) * AT_ONCE;
        await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => deliver(sent - AT_ONCE + index)));
        // While further signals arrive with every task, the server lets no run end.
        await waitUntil(async () => (await histories.runs(handle)).length > round + 1);
        expect((await until(({ counts }) => counts.deliveries >= sent)).counts.deliveries).toBe(sent);
      }
      await Promise.all([deliver(0), deliver(ROUNDS * AT_ONCE)]);
      const state = await until(({ counts }) => counts.deliveries + counts.duplicates === 3 + ROUNDS * AT_ONCE);
      expect(state).toMatchObject({
        status: 'firing',
        counts: { deliveries: 1 + ROUNDS * AT_ONCE, duplicates: 2, episodes: 1, incidents: 1 },
        incident: { id: 'TEST-1', status: 'open' },
      });
      expect(new Set(state.seen).size).toBe(1 + ROUNDS * AT_ONCE);
      expect(state.deliveries).toHaveLength(RECORDS);
      expect(incidents.opened).toHaveLength(1);
      expect(incidents.told).toEqual([]);
      await handle.terminate();
    });
  });
});
