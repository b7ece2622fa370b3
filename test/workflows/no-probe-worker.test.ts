import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { IncidentState } from '../../src/incident/state';
import { RESPONSE_QUEUE } from '../../src/workflows/activity-options';
import { fakeActivities } from '../support/fake-activities';
import { timeSkippingEnvironment, withWorkers } from '../support/workflow-env';

it('says unknown when no worker near an engine takes the probes', async () => {
  const env = await timeSkippingEnvironment();
  const { activities } = fakeActivities();
  const work = async (): Promise<void> => {
    const workflowId = `PROD-${randomUUID().slice(0, 8).toUpperCase()}`;
    const args = [{ incidentId: workflowId, title: 'Database down', actor: 'ann' }];
    const handle = await env.client.workflow.start('respondToIncident', { workflowId, taskQueue: RESPONSE_QUEUE, args });
    // This server skips no time while an activity is scheduled, so the half minute is a real one.
    let state = await handle.query<IncidentState>('state');
    while (!state.responseComplete) {
      await pause(100);
      state = await handle.query<IncidentState>('state');
    }
    expect(state.findings.map(({ status }) => status)).toEqual(['unknown', 'unknown']);
    expect(state.findings[0]?.summary).toContain('no worker took it in time');
    expect(state.investigation).toMatchObject({ confidence: 0, health: null, status: 'not_run' });
    await handle.terminate();
  };
  await withWorkers(env, activities, work, { probes: false });
  await env.teardown();
});
