import { activityInfo } from '@temporalio/activity';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { EditInput } from '../../src/activities/interface';
import type { RoomTopic } from '../../src/incident/war-room/topic';
import { isComplete } from '../support/incident-handle';
import { type IncidentTest, type Overrides, withStartedIncident } from '../support/incident-stage';
import { unreachable } from '../support/keyed-room';
import { waitUntil } from '../support/wait-until';
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
    const describe = async ({ topic }: { topic: RoomTopic }) => {
      if (isDown) throw unreachable();
      topics.push(topic.status);
      return { value: null, attempt: activityInfo().attempt };
    };
    const overrides = () => ({ furnishRoom: describe, describeChannel: describe });
    await withOverrides(overrides, async ({ until, send }) => {
      await until(
        ({ headlineTs, nodes }) => headlineTs !== null && nodes.some(({ name, status }) => name === 'furnishRoom' && status === 'running'),
      );
      // The direct messages are out first: this server may lose a task in which a running activity is cancelled.
      await env.sleep('1s');
      await send('acknowledge');
      isDown = false;
      await until(isComplete);
      await waitUntil(() => topics.at(-1)?.includes('acknowledged') === true);
      expect(topics[0]).toContain('triggered');
      // Once more when the late commit of an attempt before would have come.
      const sofar = topics.length;
      await env.sleep('60s');
      await waitUntil(() => topics.length > sofar);
      expect(topics.at(-1)).toContain('acknowledged');
    });
  });

  it('is edited once more with what was said last, and then left alone', async () => {
    const edits: string[] = [];
    let isDown = true;
    const edit = ({ key, message }: EditInput): void => {
      if (!key.endsWith('/postProgress')) return;
      if (isDown && activityInfo().attempt === 1) {
        isDown = false;
        throw unreachable();
      }
      edits.push(JSON.stringify(message));
    };
    let goOn = (): void => {};
    const released = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const overrides: Overrides = (usual) => ({
      updateThread: async (input) => {
        if (input.edit !== null) edit(input.edit);
        return { ...(await usual.updateThread(input)), attempt: activityInfo().attempt };
      },
      editMessage: async (input) => {
        edit(input);
        return { value: null, attempt: activityInfo().attempt };
      },
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
      await waitUntil(() => edits.length > sofar);
      await env.sleep('1h');
      expect(edits.slice(sofar)).toEqual([last]);
    });
  });
});
