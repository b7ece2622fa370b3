import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities, PostInput } from '../../src/activities/interface';
import type { ReportBody } from '../../src/incident/model/report';
import type { IncidentState } from '../../src/incident/model/state';
import { standingDegradations } from '../../src/incident/response/standing-degradations';
import { RESPONSE_QUEUE } from '../../src/workflows/contract/messages';
import { isComplete } from '../support/incident-handle';
import { type IncidentTest, withIncident, withStartedIncident } from '../support/incident-stage';
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
  const withLookUps = (test: IncidentTest): Promise<void> => withIncident(env, test, lookUp);
  const invitations = (calls: readonly string[]) => calls.filter((call) => call === 'inviteResponders').length;

  it.each(['acknowledge', 'resolve'])('calls nobody when its escalation was met by %s meanwhile, and says so', (name) =>
    withLookUps(async ({ room, until, send, calls }) => {
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
      expect(timeline.at(-1)?.text).toMatch(/^did not page second@example.com \(escalation level 1\), because /);
    }),
  );

  it('calls those whom a person asked for, though somebody has acknowledged', () =>
    withLookUps(async ({ until, send, calls }) => {
      away = true;
      await send('addResponders', { users: ['zoe@example.com'] });
      await send('escalate');
      await send('acknowledge');
      away = false;
      await until(() => calls('added').length === 1 && calls('escalation').length === 1);
    }));

  it('calls nobody to an incident that is cancelled', () =>
    withLookUps(async ({ send, calls, result }) => {
      away = true;
      await send('addResponders', { users: ['zoe@example.com'] });
      await send('cancel', { reason: 'false alarm' });
      away = false;
      expect((await result()).timeline.at(-1)?.text).toBe(
        'did not page zoe@example.com (added by hand), because the incident had been cancelled',
      );
      expect(calls('added')).toEqual([]);
    }));
});

describe('people whom it takes long to find', () => {
  /** The first answer of a look-up leaves zoe open; she is found as soon as the test says so. */
  const slowly = (mayFind: () => boolean, asked: object[]) => (usual: Activities) => ({
    resolveSlackUsers: async (input: Parameters<Activities['resolveSlackUsers']>[0]) => {
      asked.push(input);
      const isZoe = (reference: string): boolean => reference.startsWith('zoe');
      if (input.patient && !mayFind()) {
        throw ApplicationFailure.create({ message: 'still being read', type: 'slack_directory_unread', nextRetryDelay: '1s' });
      }
      if (input.patient) return usual.resolveSlackUsers(input);
      const { value, attempt } = await usual.resolveSlackUsers({ users: input.users.filter((user) => !isZoe(user)) });
      const unresolved = input.users.filter(isZoe).map((reference) => ({ reference, reason: 'still being read', isPending: true }));
      return { value: { ...value, unresolved }, attempt };
    },
  });

  it('keep nobody else waiting, and are called when they are found', async () => {
    let mayFind = false;
    const asked: object[] = [];
    const users = ['dba@example.com', 'zoe'];
    await withStartedIncident(
      env,
      async ({ id, room, until, calls }) => {
        await until(({ nodes }) => nodes.find(({ name }) => name === 'callForPeople')?.status === 'done');
        expect(room.messages.get(`${id}/callForPeople`)).toMatchObject({
          called: [{ reference: 'dba@example.com' }],
          unresolved: [{ reference: 'zoe', isPending: true }],
        });
        const invitedBefore = room.calls.filter((call) => call === 'inviteResponders').length;
        mayFind = true;
        const { people, score } = await until(isComplete);
        expect(calls('late')).toMatchObject([{ why: { kind: 'late', of: null }, called: [{ reference: 'zoe' }], unresolved: [] }]);
        expect(room.calls.filter((call) => call === 'inviteResponders')).toHaveLength(invitedBefore + 1);
        expect(people).toMatchObject({ resolved: [{ reference: 'dba@example.com' }, { reference: 'zoe' }], unresolved: [] });
        expect(score?.parts.find(({ name }) => name === 'people')?.why).toBe('2 of 2 people found');
        expect(asked.slice(0, 2)).toEqual([
          { users, isPrivate: false },
          { users: ['zoe'], isPrivate: false, patient: true },
        ]);
      },
      slowly(() => mayFind, asked),
      { users },
    );
  });

  it('do not hold up the next level of an escalation', () =>
    withIncident(
      env,
      async ({ until, send, calls }) => {
        await send('addResponders', { users: ['zoe'] });
        await until(({ people }) => people?.unresolved.some(({ reference }) => reference === 'zoe') ?? false);
        await send('escalate');
        await until(() => calls('escalation').length === 1);
        expect(calls('late')).toEqual([]);
      },
      slowly(() => false, []),
    ));

  it('are not called any more to an incident that has ended', () => {
    let mayFind = false;
    const asked: { readonly patient?: boolean }[] = [];
    return withIncident(
      env,
      async ({ send, until, result }) => {
        await send('addResponders', { users: ['zoe'] });
        // Not before the call for the others is out: the test server loses a task that cancels what has just ended.
        await until(() => asked.some(({ patient }) => patient));
        await send('cancel', { reason: 'false alarm' });
        mayFind = true;
        expect((await result()).timeline.at(-1)?.text).toBe('did not page zoe (found later), because the incident had been cancelled');
      },
      slowly(() => mayFind, asked),
    );
  });
});

it('the call of the start is not made again to an incident that is resolved', () =>
  withIncident(env, async ({ id, room, until, send }) => {
    await send('resolve');
    // The edit that takes its buttons away calls no one.
    const calls = () => room.calls.filter((call) => call.endsWith(`${id}/callForPeople`) && !call.startsWith('editMessage:'));
    const before = calls().length;
    await send('resumeFrom', { step: 'createWarRoom' });
    const { nodes } = await until(({ responseComplete, nodes }) => {
      const node = nodes.find(({ name }) => name === 'callForPeople');
      return responseComplete && node?.round === 2 && node.status !== 'running' && node.status !== 'pending';
    });
    expect(nodes.find(({ name }) => name === 'callForPeople')).toMatchObject({ status: 'skipped', note: 'the incident is resolved' });
    expect(calls()).toHaveLength(before);
  }));

it('the call of the start goes with the invitations also where people are found before there is a room', () => {
  let find = (): void => {};
  const found = new Promise<void>((resolve) => {
    find = resolve;
  });
  return withIncident(
    env,
    async ({ id, room }) => {
      const posted = room.calls.filter((call) => call.endsWith(`:${id}/callForPeople`));
      expect(posted).toEqual([`callForPeople:${id}/callForPeople`]);
    },
    (usual) => ({
      resolveSlackUsers: async (input) => {
        const answer = await usual.resolveSlackUsers(input);
        find();
        return answer;
      },
      createChannel: async (input) => {
        await found;
        return usual.createChannel(input);
      },
    }),
  );
});

it.each(['headline', 'call'] as const)('a %s that another activity tried to post is looked for before it is posted', (which) => {
  const posts: PostInput[] = [];
  return withIncident(
    env,
    async () => expect(posts.map(({ mayExist }) => mayExist)).toEqual([true]),
    (usual) => {
      const recorded = (post: Activities['announceIncident']): Activities['announceIncident'] => {
        return async (input) => {
          posts.push(input);
          return post(input);
        };
      };
      return which === 'headline'
        ? {
            createChannel: async (input) => ({ value: { ...(await usual.createChannel(input)).value, headline: null }, attempt: 1 }),
            announceIncident: recorded(usual.announceIncident),
          }
        : {
            inviteResponders: async () => ({ value: { refused: [], call: null }, attempt: 1 }),
            postMessage: recorded(usual.postMessage),
          };
    },
  );
});

describe('people who are not let in', () => {
  const guest = 'user_is_restricted';
  const refusing = (reason: () => string | null) => (): Partial<Activities> => ({
    inviteResponders: async ({ people }) => {
      const why = reason();
      const refused = why === null ? [] : people.map(({ userId }) => ({ userId, reason: why }));
      return { value: { refused, call: null }, attempt: 1 };
    },
  });

  it('are named in the call, the summary and the report, and make the response a partial one', () => {
    let report: ReportBody | undefined;
    return withIncident(
      env,
      async ({ id, room, until }) => {
        const { overallStatus } = await until(() => true);
        expect(overallStatus).toBe('partial');
        const message = 'user_is_restricted';
        expect(report?.degraded).toEqual([{ what: 'invitation of dba', error: message, mend: 'Invite dba by hand.' }]);
        expect(room.messages.get(`${id}/postSummary`)).toMatchObject({
          facts: { degraded: { first: [{ what: 'invitation of dba', message }] } },
        });
        expect(room.messages.get(`${id}/callForPeople`)).toMatchObject({ refused: [{ reference: 'dba', reason: guest }] });
      },
      (usual) => ({
        ...refusing(() => guest)(),
        summarizeIncident: async (input) => {
          report = input.report;
          return usual.summarizeIncident(input);
        },
      }),
    );
  });

  it('are no longer degraded once they could be invited', () => {
    let why: string | null = guest;
    return withIncident(
      env,
      async ({ until, send, calls }) => {
        await send('addResponders', { users: ['zoe@example.com'] });
        const { degradations } = await until(() => calls('added').length === 1);
        expect(degradations.map(({ what }) => what)).toEqual(['invitation of dba', 'invitation of zoe']);
        expect(calls('added')[0]?.refused).toEqual([{ reference: 'zoe', reason: guest }]);
        why = null;
        await send('resumeFrom', { step: 'createWarRoom' });
        await until(({ degradations }) => degradations.length === 0);
      },
      refusing(() => why),
    );
  });
});

it('a report that a command asked for and could not be written stands as degraded until one is written', () => {
  let isFull = false;
  return withIncident(
    env,
    async ({ until, send }) => {
      isFull = true;
      await send('changeTitle', { title: 'Pool exhausted' });
      const full = await until(({ degradations }) => degradations.length > 0);
      expect(standingDegradations(full)).toMatchObject([{ what: 'latest report', problem: { message: 'the disk is full' } }]);
      isFull = false;
      await send('changeTitle', { title: 'Pool of db-1 exhausted' });
      await until(({ degradations }) => degradations.length === 0);
    },
    (usual) => ({
      writeReport: async (input) => {
        if (isFull) throw ApplicationFailure.create({ message: 'the disk is full', type: 'disk_full', nonRetryable: true });
        return usual.writeReport(input);
      },
    }),
  );
});

describe('a call that Slack refuses', () => {
  let isRefused = false;
  let attempts = 0;
  beforeEach(() => {
    isRefused = false;
    attempts = 0;
  });
  const refusing = (usual: Activities): Partial<Activities> => ({
    // Whom Slack lets in it may still refuse to call: that is left to the activity of its own.
    inviteResponders: async ({ call, ...invitation }) =>
      usual.inviteResponders(isRefused || call === undefined ? invitation : { ...invitation, call }),
    postMessage: async (input) => {
      if (!isRefused) return usual.postMessage(input);
      attempts += 1;
      throw ApplicationFailure.create({ message: 'Slack: token_revoked', type: 'slack_token_revoked', nonRetryable: true });
    },
  });
  const withRefusals = (test: IncidentTest): Promise<void> => withIncident(env, test, refusing);
  const what = 'call of zoe@example.com (added)';
  const isPutOff = ({ degradations }: IncidentState) => degradations.some((degradation) => degradation.what === what);

  it('is tried again once a minute, which is told once, until it comes off', () =>
    withRefusals(async ({ until, send, calls }) => {
      await send('acknowledge');
      isRefused = true;
      await send('addResponders', { users: ['zoe@example.com'] });
      expect((await until(isPutOff)).degradations).toMatchObject([
        { what, problem: { message: 'Slack: token_revoked; retrying every minute' } },
      ]);
      await env.sleep('5m');
      expect(attempts).toBeGreaterThanOrEqual(4);
      expect(attempts).toBeLessThanOrEqual(7);
      isRefused = false;
      await env.sleep('61s');
      const state = await until(() => calls('added').length === 1);
      expect(calls('added')[0]?.called.map(({ name }) => name)).toEqual(['zoe']);
      await until((now) => !isPutOff(now));
      expect(
        state.timeline.filter(({ kind, text }) => kind === 'degraded' && text.startsWith("couldn't page zoe@example.com")),
      ).toHaveLength(1);
    }));

  it('is brought forward by a retry of the war room', () =>
    withRefusals(async ({ until, send, calls }) => {
      isRefused = true;
      await send('addResponders', { users: ['zoe@example.com'] });
      await until(isPutOff);
      isRefused = false;
      await send('retryStep', { step: 'createWarRoom' });
      await until((state) => calls('added').length === 1 && !isPutOff(state));
    }));

  it('is not tried again once the incident is resolved', () =>
    withRefusals(async ({ until, send, calls }) => {
      isRefused = true;
      await send('addResponders', { users: ['zoe@example.com'] });
      await until(isPutOff);
      await send('resolve');
      await until((state) => !isPutOff(state));
      await env.sleep('5m');
      expect(attempts).toBe(1);
      expect(calls('added')).toEqual([]);
    }));

  it('goes on in the next run', () =>
    withRefusals(async ({ id, until, send, calls }) => {
      await send('acknowledge');
      isRefused = true;
      await send('addResponders', { users: ['zoe@example.com'] });
      const state = await until(isPutOff);
      await env.client.workflow.getHandle(id).terminate();
      isRefused = false;
      const call = { kind: 'callPeople', why: { kind: 'added', by: 'ben' }, references: ['zoe@example.com'], everybody: false };
      const notBefore = new Date((await env.currentTimeMs()) + 60_000).toISOString();
      const chores = [{ kind: 'call', key: `${id}/call/9`, call, notBefore }];
      await env.client.workflow.start('respondToIncident', {
        workflowId: id,
        taskQueue: RESPONSE_QUEUE,
        args: [state.request, { state, said: null, chores, count: 1_000 }],
      });
      await until(() => true);
      expect(calls('added')).toEqual([]);
      await env.sleep('61s');
      await until((now) => calls('added').length === 1 && !isPutOff(now));
    }));
});
