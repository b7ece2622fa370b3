import { Worker } from '@temporalio/worker';
import { alertActivities } from '../../src/activities/follow-alerts';
import { changeMaintenance, maintenanceToDecideOn } from '../../src/client/temporal/kept-maintenance';
import { type AddMaintenance, activeAdded, type KeptMaintenance } from '../../src/incident/alert-groups/added-maintenance';
import type { AlertDelivery } from '../../src/incident/alert-groups/delivery';
import type { AlertGroupState } from '../../src/incident/alert-groups/group-state';
import { firingAlerts } from '../../src/incident/model/firing-alerts';
import { ALERT_DELIVERED, GROUP_QUERY } from '../../src/workflows/contract/alert-messages';
import {
  ADD_MAINTENANCE,
  END_MAINTENANCE,
  MAINTENANCE_MEMO,
  MAINTENANCE_WORKFLOW_ID,
  MAINTENANCE_WORKFLOW_TYPE,
} from '../../src/workflows/contract/maintenance-messages';
import { RESPONSE_QUEUE } from '../../src/workflows/contract/messages';
import { FakeIncidents } from '../support/fake-incidents';
import { describeWith } from '../support/needs';
import { ownTestServer } from '../support/own-test-server';
import { NO_SERVICES, SAMPLE_RULES } from '../support/sample-alert-rules';
import { sampleDelivery } from '../support/sample-delivery';
import { waitUntil } from '../support/wait-until';
import { ON_THIS_THREAD, workflowBundle } from '../support/workflow-env';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const ADDRESS = 'the test server';

describeWith(['testServer'], 'maintenances that people add', () => {
  const env = ownTestServer();
  const inMs = async (ms: number): Promise<string> => new Date((await env().currentTimeMs()) + ms).toISOString();

  interface Stage {
    readonly incidents: FakeIncidents;
    deliver(delivery?: AlertDelivery): Promise<void>;
    pass(ms: number): Promise<void>;
    state(): Promise<AlertGroupState>;
    effects(): Promise<readonly string[]>;
    events(): Promise<number>;
  }

  async function withGroup(test: (stage: Stage) => Promise<void>): Promise<void> {
    const workflowId = 'alert-muted';
    const incidents = new FakeIncidents();
    const worker = await Worker.create({
      connection: env().nativeConnection,
      taskQueue: RESPONSE_QUEUE,
      workflowBundle: await workflowBundle(),
      ...ON_THIS_THREAD,
      activities: alertActivities({
        ...NO_SERVICES,
        incidents,
        alertRules: SAMPLE_RULES,
        maintenance: async (at) => activeAdded(await maintenanceToDecideOn(env().client, ADDRESS), at),
      }),
    });
    const handle = env().client.workflow.getHandle(workflowId);
    const state = () => handle.query<AlertGroupState>(GROUP_QUERY);
    await worker.runUntil(async () => {
      await test({
        incidents,
        state,
        async deliver(delivery = sampleDelivery()) {
          await env().client.workflow.signalWithStart('followAlertGroup', {
            workflowId,
            taskQueue: RESPONSE_QUEUE,
            args: [{ instance: 'test', fingerprint: 'generic:disk' }],
            signal: ALERT_DELIVERED,
            signalArgs: [delivery],
          });
          await waitUntil(async () => (await state()).deliveries.every(({ effect }) => effect !== 'pending'));
        },
        pass: (ms) => env().sleep(ms),
        effects: async () => (await state()).deliveries.map(({ effect }) => effect),
        events: async () => (await handle.describe()).historyLength,
      });
    });
  }
  const BASE = { actor: 'ann', when: { labels: { team: ['data'] } }, reason: 'moving the database' };
  const add = async (more: Partial<AddMaintenance> & { requestId?: string } = {}) =>
    changeMaintenance(env().client, ADDRESS, ADD_MAINTENANCE, {
      ...BASE,
      at: await inMs(0),
      to: await inMs(HOUR_MS),
      ...more,
    });
  const end = async (id: string, requestId?: string) =>
    changeMaintenance(env().client, ADDRESS, END_MAINTENANCE, { actor: 'bob', id, ...(requestId === undefined ? {} : { requestId }) });
  const ofData = (more: Partial<AlertDelivery['event']> = {}) => sampleDelivery({ labels: { team: 'data' }, ...more });

  it('mute alerts that match, which are only recorded', () =>
    withGroup(async ({ deliver, effects, state, incidents }) => {
      expect(await add()).toMatchObject({ applied: true, repeated: false, id: 'm-1', window: { actor: 'ann', ended: null } });
      await deliver(ofData());
      await deliver(ofData());
      expect(await effects()).toEqual(['muted', 'muted']);
      expect((await state()).decision).toMatchObject({ do: 'mute', rule: 'm-1' });
      expect(incidents.opened).toEqual([]);
    }));

  it('mute no other alerts', () =>
    withGroup(async ({ deliver, effects }) => {
      await add();
      await deliver(sampleDelivery({ labels: { team: 'web' } }));
      expect(await effects()).toEqual(['opened']);
    }));

  it('end: what still fires is judged as new, and opens', () =>
    withGroup(async ({ deliver, effects, incidents, pass }) => {
      await add();
      await deliver(ofData());
      await pass(HOUR_MS - 10_000);
      expect(incidents.opened).toEqual([]);
      await pass(20_000);
      expect(await effects()).toEqual(['opened']);
      expect(incidents.opened).toHaveLength(1);
    }));

  it('are ended by people: what still fires opens within five minutes', () =>
    withGroup(async ({ deliver, effects, incidents, pass }) => {
      await add({ to: await inMs(24 * HOUR_MS) });
      await deliver(ofData());
      await pass(30 * MINUTE_MS);
      expect(incidents.opened).toEqual([]);
      expect(await end('m-1')).toMatchObject({ applied: true, window: { ended: { by: 'bob' } } });
      await pass(5 * MINUTE_MS + 1_000);
      expect(await effects()).toEqual(['opened']);
    }));

  it('mute on if another one takes over', () =>
    withGroup(async ({ deliver, effects, state, pass }) => {
      await add();
      await deliver(ofData());
      await add({ to: await inMs(3 * HOUR_MS) });
      await pass(HOUR_MS + MINUTE_MS);
      expect(await effects()).toEqual(['muted']);
      expect((await state()).decision).toMatchObject({ do: 'mute', rule: 'm-2' });
      await pass(2 * HOUR_MS);
      expect(await effects()).toEqual(['opened']);
    }));

  it('cost a muted group six events every five minutes, and no record', () =>
    withGroup(async ({ deliver, events, effects, pass, state }) => {
      await add({ to: await inMs(24 * HOUR_MS) });
      await deliver(ofData());
      const [before, { decidedAt }] = [await events(), await state()];
      await pass(2 * HOUR_MS + 1_000);
      expect((await state()).decidedAt).not.toBe(decidedAt);
      expect(await effects()).toEqual(['muted']);
      expect((await events()) - before).toBeLessThanOrEqual(24 * 6 + 6);
    }));

  it('apply a request once, and give no id twice', () =>
    withGroup(async () => {
      expect(await add({ requestId: 'r-1' })).toMatchObject({ id: 'm-1', repeated: false });
      expect(await add({ requestId: 'r-1' })).toMatchObject({ id: 'm-1', repeated: true });
      expect(await end('m-1', 'r-2')).toMatchObject({ repeated: false });
      expect(await end('m-1', 'r-2')).toMatchObject({ repeated: true });
      expect(await add()).toMatchObject({ id: 'm-2' });
    }));

  it('refuse what cannot be, and change nothing', () =>
    withGroup(async () => {
      await expect(add({ to: await inMs(-HOUR_MS) })).rejects.toMatchObject({ refusal: { code: 'invalid', field: 'to' } });
      await expect(add({ reason: ' ' })).rejects.toMatchObject({ refusal: { code: 'invalid', field: 'reason' } });
      await expect(end('m-7')).rejects.toMatchObject({ refusal: { code: 'not_possible' } });
      expect(await maintenanceToDecideOn(env().client, ADDRESS)).toEqual([]);
    }));

  it('are added without a worker, ignoring what is not one, and apply once even if the update arrives too', async () => {
    const sent = await add({ requestId: 'r-1' });
    expect(sent).toEqual({ applied: false, repeated: false, requestId: 'r-1', id: null, window: null });
    await env().client.workflow.getHandle(MAINTENANCE_WORKFLOW_ID).signal(ADD_MAINTENANCE, { actor: 'ann' });
    await withGroup(async ({ deliver, effects }) => {
      expect(await add({ requestId: 'r-1' })).toMatchObject({ id: 'm-1', repeated: true });
      await deliver(ofData());
      expect(await effects()).toEqual(['muted']);
      expect(await maintenanceToDecideOn(env().client, ADDRESS)).toHaveLength(1);
    });
  });

  it('are recorded as recovered if they stop firing before the end', () =>
    withGroup(async ({ deliver, effects, incidents, pass }) => {
      await add();
      await deliver(ofData());
      await deliver(ofData({ status: 'resolved', firing: firingAlerts([]) }));
      await pass(2 * HOUR_MS);
      expect(await effects()).toEqual(['muted', 'recorded']);
      expect(incidents.opened).toEqual([]);
    }));

  it('go on in a new run from what an earlier one left', () =>
    withGroup(async ({ deliver, effects }) => {
      const { window } = await add({ requestId: 'r-1' });
      await env().client.workflow.getHandle(MAINTENANCE_WORKFLOW_ID).terminate();
      const handover: KeptMaintenance = { count: 7, windows: window === null ? [] : [window], acted: [['r-1', 'm-1']] };
      await env().client.workflow.start(MAINTENANCE_WORKFLOW_TYPE, {
        workflowId: MAINTENANCE_WORKFLOW_ID,
        taskQueue: RESPONSE_QUEUE,
        args: [handover],
        memo: { [MAINTENANCE_MEMO]: handover.windows },
      });
      expect(await add({ requestId: 'r-1' })).toMatchObject({ id: 'm-1', repeated: true });
      expect(await add({ when: { severity: ['low'] } })).toMatchObject({ id: 'm-8' });
      await deliver(ofData());
      expect(await effects()).toEqual(['muted']);
    }));
});
