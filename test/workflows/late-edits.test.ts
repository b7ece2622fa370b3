import { setTimeout as pause } from 'node:timers/promises';
import { activityInfo } from '@temporalio/activity';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/interface';
import { isComplete } from '../support/incident-handle';
import { type IncidentTest, type Overrides, withStartedIncident } from '../support/incident-stage';
import { unreachable } from '../support/keyed-room';
import { timeSkippingEnvironment, workflowBundle } from '../support/workflow-env';

describe('what is committed late', () => {
  let env: TestWorkflowEnvironment;
  beforeAll(() => workflowBundle(), 60_000);
  beforeEach(async () => {
    env = await timeSkippingEnvironment();
  });
  afterEach(() => env?.teardown());

  const withOverrides = (overrides: Overrides, test: IncidentTest) => withStartedIncident(env, test, overrides, { severity: 'high' });

  it('never leaves the topic of the beginning over a newer one', async () => {
    const topics: string[] = [];
    let isDown = true;
    const describeChannel: Activities['describeChannel'] = async ({ topic }) => {
      if (isDown) throw unreachable();
      topics.push(topic.status);
      return { value: null, attempt: activityInfo().attempt };
    };
    const overrides = () => ({ describeChannel });
    await withOverrides(overrides, async ({ until, send }) => {
      await until(
        ({ headlineTs, nodes }) =>
          headlineTs !== null && nodes.some(({ name, status }) => name === 'describeChannel' && status === 'running'),
      );
      await send('acknowledge');
      isDown = false;
      await until(isComplete);
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
    const overrides: Overrides = (usual) => ({
      editMessage,
      runProbe: async (input) => {
        if (input.probe.probe === 'http-health') await released;
        return usual.runProbe(input);
      },
    });
    await withOverrides(overrides, async ({ until }) => {
      await until(({ nodes }) => nodes.some(({ name, status }) => name === 'postProgress' && status === 'done'));
      goOn();
      await until(isComplete);
      const last = edits.at(-1);
      const sofar = edits.length;
      await env.sleep('60s');
      while (edits.length === sofar) await pause(10);
      await env.sleep('1h');
      expect(edits.slice(sofar)).toEqual([last]);
    });
  });
});
