import { fakeActivities } from '../support/fake-activities';
import { isComplete, startIncident, untilState } from '../support/incident-handle';
import { timeSkippingEnvironment, withWorkers } from '../support/workflow-env';

it('says unknown when no worker near an engine takes the probes', async () => {
  const env = await timeSkippingEnvironment();
  const { activities } = fakeActivities();
  const work = async (): Promise<void> => {
    const handle = await startIncident(env);
    // This server skips no time while an activity is scheduled, so the half minute is a real one.
    const state = await untilState(handle, isComplete, 100);
    expect(state.findings.map(({ status }) => status)).toEqual(['unknown', 'unknown']);
    expect(state.findings[0]?.summary).toContain('no worker took it in time');
    expect(state.investigation).toMatchObject({ confidence: 0, health: null, status: 'not_run' });
    await handle.terminate();
  };
  await withWorkers(env, activities, work, { probes: false });
  await env.teardown();
});
