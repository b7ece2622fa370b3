import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { fakeActivities } from '../support/fake-activities';
import { isComplete, startIncident, untilState } from '../support/incident-handle';
import { sampleFinding, sampleProbe } from '../support/sample-incident';
import { waitUntil } from '../support/wait-until';
import { timeSkippingEnvironment, withWorkers, workflowBundle } from '../support/workflow-env';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  [env] = await Promise.all([timeSkippingEnvironment(), workflowBundle()]);
}, 60_000);
afterAll(() => env?.teardown());

describe('the thread, while probes come in', () => {
  it('shows all of them in one message in the end, and tells those that fail together', async () => {
    const incidentId = 'PROD-PROGRESS';
    const { activities, room } = fakeActivities();
    const { runProbe } = activities;
    // The probes answer only when the message stands, so that it has to be edited.
    activities.runProbe = async (input) => {
      await waitUntil(() => room.messages.has(`${incidentId}/postProgress`));
      return runProbe(input);
    };
    await withWorkers(env, activities, async () => {
      const handle = await startIncident(env, { incidentId });
      const state = await untilState(handle, isComplete);
      expect(state.nodes.find(({ name }) => name === 'postFindings')?.status).toBe('done');
      expect(room.messages.get(`${incidentId}/postProgress`)).toMatchObject({ kind: 'progress', findings: state.findings });
      expect(state.findings).toHaveLength(2);
      expect(room.calls.filter((call) => call === `editMessage:${incidentId}/postProgress`)).toHaveLength(1);
      expect(state.score?.total).toBe(100);
      await handle.terminate();
    });
  });

  it('does not wait long for a slow probe before it tells of one that failed', async () => {
    const incidentId = 'PROD-SLOW';
    let goOn!: () => void;
    const isTold = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const { activities, room } = fakeActivities();
    const { runProbe } = activities;
    activities.runProbe = async (input) => {
      if (input.probe.probe !== 'tcp-connect') await isTold;
      return runProbe(input);
    };
    await withWorkers(env, activities, async () => {
      const handle = await startIncident(env, { incidentId });
      await waitUntil(() => [...room.messages.keys()].some((key) => key.startsWith(`${incidentId}/postFindings/`)));
      goOn();
      await untilState(handle, isComplete);
      expect(room.messages.get(`${incidentId}/postProgress`)).toMatchObject({ findings: [{}, {}] });
      await handle.terminate();
    });
  });

  it('replies first for what fails, and never for a warning about the prober itself', async () => {
    const incidentId = 'PROD-FIRST';
    const noTarget = { target: null, network: false } as const;
    const clue = sampleProbe({ key: 'clue', probe: 'clue', aspect: 'evidence', ...noTarget });
    const host = sampleProbe({ key: 'host', probe: 'host', aspect: 'capacity', ...noTarget });
    const fails = sampleProbe({ key: 'fails', probe: 'fails' });
    const { activities, room } = fakeActivities({
      selectProbes: async () => ({ attempt: 1, value: { probes: [clue, host, fails], runbooks: [], leftOut: [] } }),
      runProbe: async ({ probe }) => {
        // What fails is found last.
        if (probe.key === 'fails') await waitUntil(() => room.calls.filter((call) => call.startsWith('answered:')).length === 2);
        room.calls.push(`answered:${probe.key}`);
        return { attempt: 1, value: sampleFinding(probe, { status: probe.key === 'fails' ? 'fail' : 'warn' }) };
      },
    });
    await withWorkers(env, activities, async () => {
      const handle = await startIncident(env, { incidentId });
      await untilState(handle, isComplete);
      const replies = [...room.messages.keys()].filter((key) => key.includes('/postFindings/'));
      expect(replies).toEqual([`${incidentId}/postFindings/fails`, `${incidentId}/postFindings/clue`]);
      await handle.terminate();
    });
  });
});
