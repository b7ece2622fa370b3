import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { IncidentState } from '../../src/incident/state';
import { RESPONSE_QUEUE } from '../../src/workflows/activity-options';
import { fakeActivities } from '../support/fake-activities';
import { timeSkippingEnvironment, withWorkers, workflowBundle } from '../support/workflow-env';

const POLL_MS = 10;

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  [env] = await Promise.all([timeSkippingEnvironment(), workflowBundle()]);
}, 60_000);
afterAll(() => env?.teardown());

describe('the message that shows the probes', () => {
  it('is edited until it shows all of them, and keeps neither verdict nor findings waiting', async () => {
    const workflowId = `PROD-${randomUUID().slice(0, 8).toUpperCase()}`;
    let verdictStands!: () => void;
    const verdict = new Promise<void>((resolve) => {
      verdictStands = resolve;
    });
    const { activities, room } = fakeActivities();
    const { postReply, editMessage, runProbe } = activities;
    // The probes answer only when the message stands, so that it has to be edited; its edits, only after the verdict.
    activities.runProbe = async (input) => {
      while (!room.messages.has(`${workflowId}/postProgress`)) await pause(POLL_MS);
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
      const input = { incidentId: workflowId, title: 'Database down', actor: 'ann' };
      const handle = await env.client.workflow.start('respondToIncident', { workflowId, taskQueue: RESPONSE_QUEUE, args: [input] });
      let state = await handle.query<IncidentState>('state');
      while (!state.responseComplete) {
        await pause(POLL_MS);
        state = await handle.query<IncidentState>('state');
      }
      expect(state.nodes.find(({ name }) => name === 'followProbes')?.status).toBe('done');
      expect(room.messages.get(`${workflowId}/postProgress`)).toMatchObject({ kind: 'progress', findings: state.findings });
      expect(state.findings).toHaveLength(2);
      expect(state.score?.total).toBe(100);
      await handle.terminate();
    });
  });
});
