import { setTimeout as pause } from 'node:timers/promises';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { fakeActivities } from '../support/fake-activities';
import { isComplete, startIncident, untilState } from '../support/incident-handle';
import { timeSkippingEnvironment, withWorkers, workflowBundle } from '../support/workflow-env';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  [env] = await Promise.all([timeSkippingEnvironment(), workflowBundle()]);
}, 60_000);
afterAll(() => env?.teardown());

describe('the message that shows the probes', () => {
  it('is edited until it shows all of them, and keeps neither verdict nor findings waiting', async () => {
    const incidentId = 'PROD-PROGRESS';
    let verdictStands!: () => void;
    const verdict = new Promise<void>((resolve) => {
      verdictStands = resolve;
    });
    const { activities, room } = fakeActivities();
    const { postReply, editMessage, runProbe } = activities;
    // The probes answer only when the message stands, so that it has to be edited; its edits, only after the verdict.
    activities.runProbe = async (input) => {
      while (!room.messages.has(`${incidentId}/postProgress`)) await pause(10);
      return runProbe(input);
    };
    activities.postReply = async (input) => {
      if (input.key.endsWith('/postVerdict')) verdictStands();
      return postReply(input);
    };
    activities.editMessage = async (input) => {
      if (input.key.endsWith('/postProgress')) await verdict;
      return editMessage(input);
    };
    await withWorkers(env, activities, async () => {
      const handle = await startIncident(env, { incidentId });
      const state = await untilState(handle, isComplete);
      expect(state.nodes.find(({ name }) => name === 'followProbes')?.status).toBe('done');
      expect(room.messages.get(`${incidentId}/postProgress`)).toMatchObject({ kind: 'progress', findings: state.findings });
      expect(state.findings).toHaveLength(2);
      expect(state.score?.total).toBe(100);
      await handle.terminate();
    });
  });
});
