import { setTimeout as pause } from 'node:timers/promises';
import { RESPONSE_QUEUE } from '../../../src/workflows/contract/messages';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy';
import { describeWith } from '../../support/needs';
import { configureQuietly } from '../../support/quiet-runbook';
import { type Stack, startStack } from '../../support/stack';

const IDS = Array.from({ length: 4 }, (_, index) => `LIMITED-${index + 1}`);
/** So that the limits are over within seconds; what a worker knows of them stays as it is. */
const SPEED = 20;

describeWith(['temporal'], 'incidents under the rate limits of Slack', () => {
  let stack: Stack;
  let slack: FaultProxy;
  beforeAll(async () => {
    stack = await startStack();
    slack = await startFaultProxy(stack.slack.apiUrl ?? '', { limitsAtSpeed: SPEED });
    configureQuietly(stack.folder);
    stack.startWorker({ SLACK_API_URL: slack.apiUrl, DOCKER_HOST: 'tcp://127.0.0.1:1' });
  });
  afterAll(async () => {
    await stack?.stop();
    await slack?.stop();
  });

  /** Uses up what Slack allows, as another worker would, and counts what Slack then refuses it. */
  async function useUp(): Promise<number> {
    for (let refused = 0; ; ) {
      const { status } = await fetch(new URL('conversations.create', slack.apiUrl), { method: 'POST' });
      if (status !== 429) continue;
      refused += 1;
      if (slack.limited > refused) return refused;
      await pause(20);
    }
  }

  it('get a room and every message once, although a worker does not know what is left of a limit', async () => {
    const used = useUp();
    for (const incidentId of IDS) {
      const about = { incidentId, title: 'Database down', severity: 'high', users: ['dba@example.com'], actor: 'tester' };
      await stack.client.workflow.start('respondToIncident', { workflowId: incidentId, taskQueue: RESPONSE_QUEUE, args: [about] });
    }
    await used;
    const states = await Promise.all(IDS.map((id) => stack.until(id, ({ responseComplete }) => responseComplete)));
    expect(new Set(states.map(({ warRoom }) => warRoom?.channelId)).size).toBe(IDS.length);
    const twice = states.flatMap(({ incidentId, warRoom }) => slack.doneTwice({ incidentId, channelName: warRoom?.name ?? '' }));
    expect(twice).toEqual([]);
    expect(states.flatMap(({ degradations }) => degradations)).toEqual([]);
  });
});
