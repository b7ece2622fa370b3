import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { activityInfo } from '@temporalio/activity';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/interface';
import type { IncidentState } from '../../src/incident/state';
import { RESPONSE_QUEUE } from '../../src/workflows/activity-options';
import { fakeActivities } from '../support/fake-activities';
import { unreachable } from '../support/keyed-room';
import { timeSkippingEnvironment, withWorkers, workflowBundle } from '../support/workflow-env';

describe('what is committed late', () => {
  let env: TestWorkflowEnvironment;
  beforeAll(() => workflowBundle(), 60_000);
  beforeEach(async () => {
    env = await timeSkippingEnvironment();
  });
  afterEach(() => env?.teardown());

  async function withIncident(
    overrides: Partial<Activities>,
    test: (
      handle: Awaited<ReturnType<typeof begin>>,
      until: (holds: (state: IncidentState) => boolean) => Promise<IncidentState>,
    ) => Promise<void>,
  ): Promise<void> {
    await withWorkers(env, fakeActivities(overrides).activities, async () => {
      const handle = await begin();
      const until = async (holds: (state: IncidentState) => boolean): Promise<IncidentState> => {
        for (;;) {
          const state = await handle.query<IncidentState>('state');
          if (holds(state)) return state;
          await pause(10);
        }
      };
      await test(handle, until);
      await handle.terminate();
    });
  }
  const begin = async () => {
    const workflowId = `PROD-${randomUUID().slice(0, 8).toUpperCase()}`;
    const args = [{ incidentId: workflowId, title: 'Database down', actor: 'ann', severity: 'high', event: { links: [] } }];
    return env.client.workflow.start('respondToIncident', { workflowId, taskQueue: RESPONSE_QUEUE, args });
  };

  it('never leaves the topic of the beginning over a newer one', async () => {
    const topics: string[] = [];
    let isDown = true;
    const describeChannel: Activities['describeChannel'] = async ({ topic }) => {
      if (isDown) throw unreachable();
      topics.push(topic);
      return { value: null, attempt: activityInfo().attempt };
    };
    await withIncident({ describeChannel }, async (handle, until) => {
      await until(
        ({ headlineTs, nodes }) =>
          headlineTs !== null && nodes.some(({ name, status }) => name === 'describeChannel' && status === 'running'),
      );
      await handle.executeUpdate('acknowledge', { args: [{ actor: 'ben' }] });
      isDown = false;
      await until(({ responseComplete }) => responseComplete);
      while (!topics.at(-1)?.includes('acknowledged')) await pause(10);
      expect(topics[0]).toContain('triggered');
      // Once more when the late commit of an attempt before would have come.
      const sofar = topics.length;
      await env.sleep('60s');
      while (topics.length === sofar) await pause(10);
      expect(topics.at(-1)).toContain('acknowledged');
    });
  });

  it('is edited once more with what was said last, and then left alone', async () => {
    const edits: string[] = [];
    let isDown = true;
    const editMessage: Activities['editMessage'] = async ({ key, message }) => {
      const { attempt } = activityInfo();
      if (!key.endsWith('/postProgress')) return { value: null, attempt };
      if (isDown && attempt === 1) {
        isDown = false;
        throw unreachable();
      }
      edits.push(JSON.stringify(message));
      return { value: null, attempt };
    };
    let goOn = (): void => {};
    const released = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const usual = fakeActivities().activities;
    const runProbe: Activities['runProbe'] = async (input) => {
      if (input.probe.probe === 'http-health') await released;
      return usual.runProbe(input);
    };
    await withIncident({ editMessage, runProbe }, async (_, until) => {
      await until(({ nodes }) => nodes.some(({ name, status }) => name === 'postProgress' && status === 'done'));
      goOn();
      await until(({ responseComplete }) => responseComplete);
      const last = edits.at(-1);
      const sofar = edits.length;
      await env.sleep('60s');
      while (edits.length === sofar) await pause(10);
      await env.sleep('1h');
      expect(edits.slice(sofar)).toEqual([last]);
    });
  });
});
