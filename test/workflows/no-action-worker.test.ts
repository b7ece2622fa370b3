import { Worker } from '@temporalio/worker';
import { CONTAINERS_QUEUE } from '../../src/workflows/contract/messages';
import { ActionWorld, proposalClaim, SIGNED } from '../support/action-world';
import { itAtOnce } from '../support/at-once';
import { fakeActivities } from '../support/fake-activities';
import { startIncident, untilState } from '../support/incident-handle';
import { timeSkippingEnvironment, withWorkers } from '../support/workflow-env';

/** This server skips no time while an activity is scheduled, so the half minute is a real one. */
async function withoutWorker(): Promise<void> {
  const env = await timeSkippingEnvironment();
  const world = new ActionWorld();
  const { activities, room } = fakeActivities(world.activities());
  const work = async (): Promise<void> => {
    const handle = await startIncident(env);
    const claim = proposalClaim(handle.workflowId, { at: new Date(await env.currentTimeMs()).toISOString() });
    await handle.signal('proposeAction', { actor: claim.person, claim, signature: SIGNED });
    const waiting = await untilState(handle, ({ degradations }) => degradations.some(({ what }) => what === 'askActionWorker'), 100);
    expect(waiting.timeline.map(({ text }) => text)).toContain(
      "couldn't ask the worker that may run actions: no worker that may run actions answers",
    );
    expect(waiting.proposals).toBeUndefined();
    const told = () => JSON.stringify([...room.messages.values()]).includes('no worker that may run actions answers');
    await untilState(handle, told, 100);
    const containers = await Worker.create({
      connection: env.nativeConnection,
      taskQueue: CONTAINERS_QUEUE,
      activities: world.activities(),
    });
    await containers.runUntil(async () => {
      const state = await untilState(handle, ({ proposals = [] }) => proposals.length === 1, 100);
      expect(state.degradations.map(({ what }) => what)).not.toContain('askActionWorker');
    });
    await handle.terminate();
  };
  await withWorkers(env, activities, work, { probes: false });
  await env.teardown();
}

itAtOnce({ 'tells the room when no worker that may run actions answers, and waits for one': withoutWorker });
