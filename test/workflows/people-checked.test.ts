import { type WorkflowHandle, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/interface';
import { type Overrides, withIncident } from '../support/incident-stage';
import { timeSkippingEnvironment, workflowBundle } from '../support/workflow-env';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  [env] = await Promise.all([timeSkippingEnvironment(), workflowBundle()]);
}, 60_000);
afterAll(() => env?.teardown());

const REASON = 'no user or user group has this name';

/** Slack has everybody but Zaphod. */
const withoutZaphod: Overrides = (usual) => ({
  resolveSlackUsers: async ({ users }) => {
    const { value, attempt } = await usual.resolveSlackUsers({ users: users.filter((user) => !user.startsWith('Zaphod')) });
    const missing = users.filter((user) => user.startsWith('Zaphod')).map((reference) => ({ reference, reason: REASON }));
    return { value: { ...value, unresolved: missing }, attempt };
  },
});
/** Slack answers the first look-up, that of the start, and then hangs. */
const hanging: Overrides = (usual) => {
  let lookUps = 0;
  const resolveSlackUsers: Activities['resolveSlackUsers'] = async (input) => {
    lookUps += 1;
    if (lookUps > 1) throw ApplicationFailure.retryable('Slack does not answer', 'slack_unreachable');
    return usual.resolveSlackUsers(input);
  };
  return { resolveSlackUsers };
};

async function refusalOf(answer: Promise<unknown>): Promise<unknown> {
  const error = await answer.then(
    () => null,
    (failed: unknown) => failed,
  );
  expect(error).toBeInstanceOf(WorkflowUpdateFailedError);
  return ((error as WorkflowUpdateFailedError).cause as ApplicationFailure).details?.[0];
}

const events = async (handle: WorkflowHandle) => (await handle.fetchHistory()).events ?? [];

describe('people whom a command names', () => {
  it('are looked up first: somebody unknown takes no role from its bearer', () =>
    withIncident(
      env,
      async ({ send, until, calls }) => {
        await send('assign', { user: 'dba@example.com', role: 'commander' });
        const refused = await refusalOf(send('assign', { user: 'Zaphod Beeble', role: 'commander', requestId: 'r1' }));
        expect(refused).toMatchObject({ code: 'unknown_person', field: 'user' });
        const { roles, timeline } = await until(() => true);
        expect(roles.commander?.name).toBe('dba');
        expect(timeline.filter(({ requestId }) => requestId === 'r1')).toMatchObject([{ kind: 'refused', actor: 'ben' }]);
        expect(calls('assigned').map(({ called }) => called.length)).toEqual([1]);
      },
      withoutZaphod,
    ));

  it('are refused on the timeline where the command came as a signal', () =>
    withIncident(
      env,
      async ({ signal, until }) => {
        await signal('assign', { user: 'Zaphod Beeble' });
        const { timeline, assigned } = await until((state) => state.timeline.some(({ kind }) => kind === 'refused'));
        expect(timeline.at(-1)?.text).toContain(`couldn't identify "Zaphod Beeble": ${REASON}`);
        expect(assigned).toEqual([]);
      },
      withoutZaphod,
    ));

  it('are called, whoever of the others is not found', () =>
    withIncident(
      env,
      async ({ send, until, calls, room }) => {
        const lookedUp = () => room.calls.filter((call) => call === 'resolveSlackUsers').length;
        const before = lookedUp();
        const answer = await send('addResponders', { users: ['zoe@example.com', 'Zaphod Beeble'] });
        expect(answer).toMatchObject({ applied: true, notFound: [{ reference: 'Zaphod Beeble', reason: REASON }] });
        await until(() => calls('added').length === 1);
        expect(calls('added')[0]?.called.map(({ name }) => name)).toEqual(['zoe']);
        expect(lookedUp() - before).toBe(1);
      },
      withoutZaphod,
    ));

  it('keep the order of the commands that name them', () =>
    withIncident(
      env,
      async ({ signal, until }) => {
        await signal('assign', { user: 'zoe@example.com', role: 'commander' });
        await signal('assign', { user: 'dba@example.com', role: 'commander' });
        const { timeline } = await until((state) => state.timeline.filter(({ kind }) => kind === 'assign').length === 2);
        expect(timeline.filter(({ kind }) => kind === 'assign').map(({ text }) => text)).toEqual([
          'assigned the commander role to zoe',
          'reassigned the commander role from zoe to dba',
        ]);
      },
      withoutZaphod,
    ));

  it('are taken as they are while Slack does not answer', () =>
    withIncident(
      env,
      async ({ send, until }) => {
        const answer = await send('assign', { user: 'Zaphod Beeble', role: 'commander' });
        expect(answer).toMatchObject({ applied: true, unchecked: expect.stringContaining("Slack couldn't be reached") });
        const { roles, timeline } = await until(() => true);
        expect(roles.commander).toMatchObject({ name: 'Zaphod Beeble', userId: null, isUnchecked: true });
        expect(timeline.find(({ kind }) => kind === 'assign')?.text).toContain("identity not checked, because Slack couldn't be reached");
      },
      hanging,
    ));
});

describe('an acknowledgement', () => {
  it('by somebody who was typed and is unknown is refused', () =>
    withIncident(
      env,
      async ({ send, until }) => {
        const refused = await refusalOf(send('acknowledge', { actor: 'Zaphod Beeble', checkActor: true }));
        expect(refused).toMatchObject({ code: 'unknown_person', field: 'actor' });
        expect((await until(() => true)).status).toBe('triggered');
      },
      withoutZaphod,
    ));

  it('as other clients send it is taken as it is, without asking Slack', () =>
    withIncident(
      env,
      async ({ handle, send, until }) => {
        const before = (await events(handle)).filter(({ activityTaskScheduledEventAttributes: it }) => it != null).length;
        await send('acknowledge', { actor: 'Zaphod Beeble' });
        expect((await until(() => true)).acknowledgedBy).toBe('Zaphod Beeble');
        const scheduled = (await events(handle)).flatMap(({ activityTaskScheduledEventAttributes: it }) => it?.activityType?.name ?? []);
        expect(scheduled.slice(before)).not.toContain('resolveSlackUsers');
      },
      withoutZaphod,
    ));

  it('does not wait for a Slack that does not answer', () =>
    withIncident(
      env,
      async ({ send, until }) => {
        await send('acknowledge', { actor: 'Zaphod Beeble', checkActor: true });
        expect(await until(() => true)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'Zaphod Beeble' });
      },
      hanging,
    ));
});
