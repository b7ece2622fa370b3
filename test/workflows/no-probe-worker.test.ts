import { Worker } from '@temporalio/worker';
import { CONTAINERS_QUEUE } from '../../src/workflows/contract/messages';
import { itAtOnce } from '../support/at-once';
import { fakeActivities } from '../support/fake-activities';
import { isComplete, startIncident, untilState } from '../support/incident-handle';
import { timeSkippingEnvironment, withWorkers } from '../support/workflow-env';

async function withoutWorker(): Promise<void> {
  const env = await timeSkippingEnvironment();
  const { activities } = fakeActivities();
  const work = async (): Promise<void> => {
    const handle = await startIncident(env);
    // This server skips no time while an activity is scheduled, so the half minute is a real one.
    const state = await untilState(handle, isComplete, 100);
    expect(state.findings.map(({ status }) => status)).toEqual(['unknown', 'unknown']);
    expect(state.findings[0]?.summary).toContain('no worker has polled for probes');
    expect(state.investigation).toMatchObject({ confidence: 0, health: null, status: 'not_run' });
    await handle.terminate();
  };
  await withWorkers(env, activities, work, { probes: false });
  await env.teardown();
}

async function behindOthers(): Promise<void> {
  const env = await timeSkippingEnvironment();
  const looked: string[] = [];
  const { activities } = fakeActivities();
  activities.describeProbeQueue = async () => {
    looked.push('queue');
    return { value: { lastAskedMs: 1_000, waiting: 41 }, attempt: 1 };
  };
  const { runProbe } = activities;
  const work = async (): Promise<void> => {
    const handle = await startIncident(env);
    await untilState(handle, () => looked.length > 0, 100);
    // Its turn has come.
    const containers = await Worker.create({ connection: env.nativeConnection, taskQueue: CONTAINERS_QUEUE, activities: { runProbe } });
    await containers.runUntil(async () => {
      const state = await untilState(handle, isComplete, 100);
      expect(state.findings.map(({ status }) => status)).not.toContain('unknown');
      expect(state.findings).toHaveLength(2);
      // All that wait at one moment go by one look.
      expect(looked).toHaveLength(1);
    });
    await handle.terminate();
  };
  await withWorkers(env, activities, work, { probes: false });
  await env.teardown();
}

itAtOnce({
  'says unknown when no worker near an engine takes the probes': withoutWorker,
  'waits behind others while workers are there, and then has its findings': behindOthers,
});
