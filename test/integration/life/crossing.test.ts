import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { Worker, type WorkflowBundle } from '@temporalio/worker';
import { unpatchedBundle } from '../../replay/changed-bundles';
import { fakeActivities } from '../../support/fake-activities';
import { isComplete, send } from '../../support/incident-handle';
import { describeWith } from '../../support/needs';
import { type ShortHistories, shortHistories } from '../../support/short-histories';
import { withWorkers, workflowBundle } from '../../support/workflow-env';

const FEW_EVENTS = 200;

describeWith(['temporal'], 'an incident that older code began', () => {
  let histories: ShortHistories;
  let older: WorkflowBundle;
  beforeAll(async () => {
    [histories, older] = await Promise.all([shortHistories(FEW_EVENTS), unpatchedBundle()]);
  }, 120_000);
  afterAll(() => histories?.stop());

  /** What a run's history says of patches. It is replayed with the code as it is. */
  async function patchesOf(workflowId: string, runId: string): Promise<string[]> {
    const history = await histories.env.client.workflow.getHandle(workflowId, runId).fetchHistory();
    const text = historyToJSON(history);
    await Worker.runReplayHistory({ workflowBundle: await workflowBundle() }, history, workflowId);
    return [...new Set([...text.matchAll(/"TemporalChangeVersion"|core_patch/g)].map(String))];
  }

  it('goes on with newer code, and is the newer code’s from its next run on', async () => {
    const { activities, room } = fakeActivities();
    const handle = await histories.start({ users: ['dba@example.com'] });
    await withWorkers(
      histories.env,
      activities,
      async () => {
        await histories.until(handle, isComplete);
        await send(handle, 'addNote', { text: 'by older code' });
      },
      { bundle: older },
    );
    await withWorkers(histories.env, activities, async () => {
      await send(handle, 'acknowledge');
      await send(handle, 'changeSeverity', { severity: 'high' });
      await histories.nextRun(handle);
      await send(handle, 'addNote', { text: 'by newer code' });
      await send(handle, 'resolve', { note: 'restarted the pool' });
      const state = await histories.until(handle, ({ status }) => status === 'resolved');
      expect([state.status, state.acknowledgedBy, state.incident?.severity]).toEqual(['resolved', 'ben', 'high']);
      const [first, second] = await histories.runs(handle);
      expect(await patchesOf(handle.workflowId, first ?? '')).toEqual([]);
      expect(await patchesOf(handle.workflowId, second ?? '')).not.toEqual([]);
      await handle.terminate();
    });
    const posted = room.calls.filter((call) => /^post|^announce/.test(call));
    expect(new Set(posted).size).toBe(posted.length);
    expect(room.messages.get(`${handle.workflowId}/announceIncident`)).toMatchObject({
      status: 'resolved',
      incident: { severity: 'high' },
    });
  });
});
