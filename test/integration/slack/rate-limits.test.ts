import { RESPONSE_QUEUE } from '../../../src/workflows/contract/messages';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy';
import { describeWith } from '../../support/needs';
import { configureQuietly } from '../../support/quiet-runbook';
import { type Stack, startStack } from '../../support/stack';
import { waitUntil } from '../../support/wait-until';

/** Slack allows twenty rooms a minute, of which a worker uses eighteen at once. */
const BEFORE = Array.from({ length: 18 }, (_, index) => `LIMITED-${index + 1}`);
const AFTER = Array.from({ length: 8 }, (_, index) => `LIMITED-${BEFORE.length + index + 1}`);
/** So that the limits are over within seconds; what a worker knows of them stays as it is. */
const SPEED = 4;

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

  const start = (ids: readonly string[]) =>
    Promise.all(
      ids.map((workflowId) =>
        stack.client.workflow.start('respondToIncident', {
          workflowId,
          taskQueue: RESPONSE_QUEUE,
          args: [{ incidentId: workflowId, title: 'Database down', severity: 'high', users: ['dba@example.com'], actor: 'tester' }],
        }),
      ),
    );

  it('get a room and every message once, also from a worker that does not know what is left of a limit', async () => {
    await start(BEFORE);
    await Promise.all(BEFORE.map((id) => stack.until(id, ({ warRoom }) => warRoom !== null)));
    await stack.endWorker('SIGKILL');
    await start(AFTER);
    stack.startWorker({ SLACK_API_URL: slack.apiUrl, DOCKER_HOST: 'tcp://127.0.0.1:1' });
    await waitUntil(() => slack.limited > 0, { what: 'Slack to refuse a call' });
    const states = await Promise.all([...BEFORE, ...AFTER].map((id) => stack.until(id, ({ responseComplete }) => responseComplete)));
    expect(new Set(states.map(({ warRoom }) => warRoom?.channelId)).size).toBe(BEFORE.length + AFTER.length);
    const twice = states.flatMap(({ incidentId, warRoom }) => slack.doneTwice({ incidentId, channelName: warRoom?.name ?? '' }));
    expect(twice).toEqual([]);
    expect(states.flatMap(({ degradations }) => degradations)).toEqual([]);
  });
});
