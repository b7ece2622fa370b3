import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/interface';
import { withIncident } from '../support/incident-stage';
import { timeSkippingEnvironment, workflowBundle } from '../support/workflow-env';

let env: TestWorkflowEnvironment;
beforeAll(() => workflowBundle(), 60_000);
beforeEach(async () => {
  env = await timeSkippingEnvironment();
});
afterEach(() => env?.teardown());

describe('a call that waited for Slack', () => {
  let away = false;
  beforeEach(() => {
    away = false;
  });
  /** Nobody can be looked up while Slack is away. */
  const lookUp = (usual: Activities): Partial<Activities> => ({
    resolveSlackUsers: async (input) => {
      if (away) throw ApplicationFailure.create({ message: 'Slack cannot be reached', type: 'slack_unreachable', nextRetryDelay: '1s' });
      return usual.resolveSlackUsers(input);
    },
  });
  const invitations = (calls: readonly string[]) => calls.filter((call) => call === 'inviteResponders').length;

  it.each(['acknowledge', 'resolve'])('calls nobody when its escalation was met by %s meanwhile, and says so', (name) =>
    withIncident(
      env,
      async ({ room, until, send, calls }) => {
        const before = invitations(room.calls);
        away = true;
        await env.sleep('301s');
        await until(({ escalation }) => escalation.reached === 1);
        await send(name);
        away = false;
        await env.sleep('2m');
        expect(calls('escalation')).toEqual([]);
        expect(invitations(room.calls)).toBe(before);
        const { timeline } = await until(() => true);
        expect(timeline.at(-1)?.text).toMatch(/^no longer calls second@example.com \(escalation, level 1\): /);
      },
      lookUp,
    ),
  );

  it('calls those whom a person asked for, though somebody has acknowledged', () =>
    withIncident(
      env,
      async ({ until, send, calls }) => {
        away = true;
        await send('addResponders', { users: ['zoe@example.com'] });
        await send('escalate');
        await send('acknowledge');
        away = false;
        await until(() => calls('added').length === 1 && calls('escalation').length === 1);
      },
      lookUp,
    ));

  it('calls nobody to an incident that is cancelled', () =>
    withIncident(
      env,
      async ({ send, calls, result }) => {
        away = true;
        await send('addResponders', { users: ['zoe@example.com'] });
        await send('cancel', { reason: 'false alarm' });
        away = false;
        expect((await result()).timeline.at(-1)?.text).toBe('no longer calls zoe@example.com (added): the incident is cancelled');
        expect(calls('added')).toEqual([]);
      },
      lookUp,
    ));
});

it('the call of the start is not made again to an incident that is resolved', () =>
  withIncident(env, async ({ id, room, until, send }) => {
    await send('resolve');
    const before = room.calls.filter((call) => call.endsWith(`${id}/callForPeople`)).length;
    await send('resumeFrom', { step: 'createWarRoom' });
    const { nodes } = await until(({ responseComplete, nodes }) => {
      const node = nodes.find(({ name }) => name === 'callForPeople');
      return responseComplete && node?.round === 2 && node.status !== 'running' && node.status !== 'pending';
    });
    expect(nodes.find(({ name }) => name === 'callForPeople')).toMatchObject({ status: 'skipped', note: 'the incident is resolved' });
    expect(room.calls.filter((call) => call.endsWith(`${id}/callForPeople`))).toHaveLength(before);
  }));
