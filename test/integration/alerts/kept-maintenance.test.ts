import { Worker, type WorkerOptions } from '@temporalio/worker';
import { alertActivities } from '../../../src/activities/follow-alerts';
import { AlertClient } from '../../../src/client/temporal/alert-client';
import { changeMaintenance, maintenanceToDecideOn, readMaintenance } from '../../../src/client/temporal/kept-maintenance';
import { activeAdded } from '../../../src/incident/alert-groups/added-maintenance';
import type { AlertGroupState } from '../../../src/incident/alert-groups/group-state';
import { GROUP_QUERY } from '../../../src/workflows/contract/alert-messages';
import {
  ADD_MAINTENANCE,
  END_MAINTENANCE,
  MAINTENANCE_WORKFLOW_ID,
  MAINTENANCE_WORKFLOW_TYPE,
} from '../../../src/workflows/contract/maintenance-messages';
import { RESPONSE_QUEUE } from '../../../src/workflows/contract/messages';
import { deliverBody } from '../../support/deliver-body';
import { FakeIncidents } from '../../support/fake-incidents';
import { describeWith } from '../../support/needs';
import { NO_SERVICES, SAMPLE_RULES } from '../../support/sample-alert-rules';
import { type ShortHistories, shortHistories } from '../../support/short-histories';
import { readUntil } from '../../support/wait-until';
import { workflowBundle } from '../../support/workflow-env';

/** So many events end a run. */
const RUN_EVENTS = 60;
/** How long a decision waits at a time. */
const SETTLE_LIMIT_MS = 200;

describeWith(['temporal'], 'the maintenances that people added', () => {
  let histories: ShortHistories;
  beforeAll(async () => {
    histories = await shortHistories(RUN_EVENTS);
  }, 60_000);
  afterAll(() => histories?.stop());

  const handle = () => histories.env.client.workflow.getHandle(MAINTENANCE_WORKFLOW_ID);
  const request = (requestId: string) => ({
    actor: 'ann',
    when: {},
    to: new Date(Date.now() + 3_600_000).toISOString(),
    reason: 'moving',
    requestId,
  });
  const add = (requestId: string) => changeMaintenance(histories.env.client, '', ADD_MAINTENANCE, request(requestId));
  const end = (id: string | null) => changeMaintenance(histories.env.client, '', END_MAINTENANCE, { actor: 'bob', id: id ?? '' });

  async function withWorker(test: () => Promise<void>, more: Partial<WorkerOptions> = {}): Promise<void> {
    const { client, nativeConnection: connection } = histories.env;
    const maintenance = async (at: string) => activeAdded(await maintenanceToDecideOn(client, '', SETTLE_LIMIT_MS), at);
    const activities = alertActivities({ ...NO_SERVICES, incidents: new FakeIncidents(), alertRules: SAMPLE_RULES, maintenance });
    const bundle = { workflowBundle: await workflowBundle(), activities };
    const worker = await Worker.create({ connection, taskQueue: RESPONSE_QUEUE, ...bundle, ...more });
    await worker.runUntil(test);
  }

  it('go on in a new run, with every id and every request', () =>
    withWorker(async () => {
      const { id: lasting } = await add('lasting');
      const { runId } = await handle().describe();
      const ids: (string | null)[] = [];
      while ((await handle().describe()).runId === runId) {
        const { id } = await add(`r-${ids.length}`);
        ids.push(id);
        await end(id);
      }
      expect(new Set(ids).size).toBe(ids.length);
      const { windows } = await readMaintenance(histories.env.client, '');
      expect(windows).toHaveLength(1 + ids.length);
      expect(windows.filter(({ ended }) => ended === null).map(({ id }) => id)).toEqual([lasting]);
      expect(await add('r-0')).toMatchObject({ id: ids[0], repeated: true });
      await handle().terminate();
    }));

  it('apply before an alert that came earlier is judged, though all slots of the worker wait for it', async () => {
    const alerts = new AlertClient({ client: histories.env.client, address: '', privateLabels: [] });
    const began = Date.now() - 3_600_000;
    const fire = (id: number) => deliverBody(alerts, { title: 'Disk full', id: `db-${id}`, status: 'firing', severity: 'high' }, began);
    const keys = await Promise.all(Array.from({ length: 4 }, (_, id) => fire(id)));
    await histories.env.client.workflow.signalWithStart(MAINTENANCE_WORKFLOW_TYPE, {
      workflowId: MAINTENANCE_WORKFLOW_ID,
      taskQueue: RESPONSE_QUEUE,
      // Its turn comes after that of every group.
      priority: { priorityKey: 5 },
      signal: ADD_MAINTENANCE,
      signalArgs: [{ ...request('held'), at: new Date().toISOString() }],
    });
    await withWorker(
      async () => {
        for (const key of keys) {
          const group = histories.env.client.workflow.getHandle(key);
          const state = await readUntil(
            () => group.query<AlertGroupState>(GROUP_QUERY),
            ({ decision }) => decision !== null,
          );
          expect(state.decision).toMatchObject({ do: 'mute', rule: 'm-1' });
          await group.terminate();
        }
        await handle().terminate();
      },
      { maxConcurrentWorkflowTaskExecutions: 2, maxCachedWorkflows: 100 },
    );
  });
});
