import { activityInfo, Context } from '@temporalio/activity';
import type { WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { Activities, Answer } from '../../src/activities/interface';
import type { Proposal, ProposalStatus } from '../../src/incident/model/actions/proposal';
import type { IncidentPolicy, IncidentRequest, NormalizedEvent, SeverityPolicy } from '../../src/incident/model/incident';
import type { PagerUse } from '../../src/incident/model/page';
import type { IncidentState } from '../../src/incident/model/state';
import { resumedState } from '../../src/incident/response/resume-closed';
import { RESPONSE_QUEUE } from '../../src/workflows/contract/messages';
import { RESPONSE_PLAN } from '../../src/workflows/response/plan';
import { ActionWorld, approvalOf, proposalClaim, SIGNED, sampleAction } from '../support/action-world';
import { type FakeRoom, fakeActivities } from '../support/fake-activities';
import { isComplete, send, untilIdle } from '../support/incident-handle';
import { unreachable } from '../support/keyed-room';
import { sampleEvent, sampleIncident, samplePolicy } from '../support/sample-incident';
import { type ShortHistories, shortHistories } from '../support/short-histories';
import { waitUntil } from '../support/wait-until';
import { withWorkers, workflowBundle } from '../support/workflow-env';
import { type FuzzedCommand, fuzzedCommands } from './fuzzed-commands';
import { saveHistory } from './save-history';

/** More than any incident has here, and fewer than that: what suggests a new run to one that is to have two. */
const MANY_EVENTS = 5_000;
const FEW_EVENTS = 200;
const SOON_MS = 1_000;
const LATE_MS = 3_600_000;
/** Half of the orders begin before there is a room: the odd ones. */
const FUZZED = [
  { pace: 'fuzzed', seed: 1 },
  { pace: 'fuzzed', seed: 2 },
  { pace: 'fuzzed', seed: 3 },
  { pace: 'fuzzed', seed: 4 },
  { pace: 'paced', seed: 5 },
  { pace: 'paced', seed: 6 },
] as const;

// Not a test: it runs under Jest because that compiles the sources. `npm run record-histories` is the way to call it.
let histories: ShortHistories;
beforeAll(async () => {
  [histories] = await Promise.all([shortHistories(MANY_EVENTS), workflowBundle()]);
}, 120_000);
afterAll(() => histories?.stop());

interface Recording {
  readonly handle: WorkflowHandle;
  readonly room: FakeRoom;
  /** Sends a command and waits until all that follows from it is done: else two would be answered by one edit. */
  tell(name: string, payload?: object): Promise<void>;
  until(holds: (state: IncidentState) => boolean): Promise<IncidentState>;
  quiet(): Promise<void>;
  save(name: string, runId?: string): Promise<void>;
}

interface Scenario {
  readonly on?: ShortHistories;
  readonly request?: Partial<IncidentRequest>;
  readonly policy?: Partial<SeverityPolicy>;
  readonly pagers?: readonly PagerUse[];
  readonly broadcast?: NonNullable<IncidentPolicy['broadcast']>;
  /** How long it stays open when it is resolved. */
  readonly archiveAfterMs?: number;
  readonly overrides?: Partial<Activities>;
  /** False: no worker takes the probes. */
  readonly probes?: boolean;
}

/** Runs an incident with activities that answer from memory; one that is left open is ended afterwards. */
async function record(scenario: Scenario, test: (recording: Recording) => Promise<void>): Promise<void> {
  const {
    on = histories,
    request = {},
    policy = {},
    pagers,
    broadcast,
    archiveAfterMs = SOON_MS,
    overrides = {},
    probes = true,
  } = scenario;
  const { client } = on.env;
  const parseIncidentEvent: Activities['parseIncidentEvent'] = async ({ request: asked, receivedAt }) => {
    const privacy = asked.channelPrivacy === 'private' ? 'private' : 'public';
    const incident = sampleIncident({ id: asked.incidentId, createdAt: receivedAt, privacy });
    const services = { ...(pagers === undefined ? {} : { pagers }), ...(broadcast === undefined ? {} : { broadcast }) };
    return { value: { ...incident, policy: { ...samplePolicy(policy), ...services, archiveAfterMs } }, attempt: 1 };
  };
  const readAlertUpdate: Activities['readAlertUpdate'] = async ({ event }) => ({
    value: [{ event: sampleEvent(event as Partial<NormalizedEvent>), isPrivate: false }],
    attempt: 1,
  });
  const { activities, room } = fakeActivities({ parseIncidentEvent, readAlertUpdate, ...overrides });
  const recording = async (): Promise<void> => {
    const handle = await on.start(request);
    const quiet = (): Promise<void> => untilIdle(on.env.client.workflow.getHandle(handle.workflowId));
    await test({
      handle,
      room,
      quiet,
      until: (holds) => on.until(handle, holds),
      tell: async (name, payload) => {
        await send(handle, name, payload);
        await quiet();
      },
      save: (name, runId) => saveHistory(client.workflow.getHandle(handle.workflowId, runId), name),
    });
    // One that has ended cannot be.
    await handle.terminate().catch(() => undefined);
  };
  await withWorkers(on.env, activities, recording, { probes });
}

it('happy', () =>
  record({}, async ({ handle, until, quiet, tell, save }) => {
    await until(isComplete);
    await quiet();
    await tell('acknowledge');
    await handle.signal('addNote', { actor: 'ben', text: 'looking at the pool' });
    await quiet();
    await tell('assign', { user: 'dba@example.com', role: 'commander' });
    await tell('changeSeverity', { severity: 'high' });
    await send(handle, 'resolve', { note: 'restarted the pool' });
    await handle.result();
    await save('happy');
  }));

it('answered-by-hand', () =>
  record({ broadcast: { channel: 'incidents', severities: ['critical', 'high'] } }, async ({ handle, until, quiet, tell, save }) => {
    await until(isComplete);
    await quiet();
    const ana = { actor: 'slack:UDBA', actorName: 'Ana Ruiz', via: 'slack' };
    await tell('acknowledge', ana);
    await tell('decline', { ...ana, reason: 'on a train' });
    await tell('assign', { actor: 'slack:UBEN', actorName: 'Ben Ode', via: 'slack', user: 'UBEN', role: 'commander' });
    await tell('acknowledge', { actor: 'slack:UBEN', actorName: 'Ben Ode', via: 'slack' });
    await tell('investigateAgain');
    await send(handle, 'resolve', { note: 'restarted the pool' });
    await handle.result();
    await save('answered-by-hand');
  }));

it('asked-for-privacy', () => {
  const readAlertUpdate: Activities['readAlertUpdate'] = async () => ({ value: [{ event: sampleEvent(), isPrivate: true }], attempt: 1 });
  const broadcast = { channel: 'incidents', severities: ['critical'] } as const;
  return record({ broadcast, overrides: { readAlertUpdate } }, async ({ handle, until, quiet, tell, save }) => {
    await until(isComplete);
    await quiet();
    await tell('acknowledge');
    await tell('alertUpdated', { event: { status: 'firing' } });
    await tell('changeTitle', { title: 'The leak' });
    await send(handle, 'resolve');
    await handle.result();
    await save('asked-for-privacy');
  });
});

it('blocked-and-retried', () => {
  let isRefused = true;
  const { activities } = fakeActivities();
  const createChannel: Activities['createChannel'] = async (input) => {
    const message = 'Slack refuses: scope channels:manage is missing';
    if (isRefused) throw ApplicationFailure.create({ message, type: 'slack_missing_scope', nonRetryable: true });
    return activities.createChannel(input);
  };
  return record({ overrides: { createChannel } }, async ({ handle, until, tell, save }) => {
    await until(isComplete);
    isRefused = false;
    await tell('retryStep', { step: 'createWarRoom' });
    await until(({ nodes }) => nodes.every(({ status }) => status === 'done'));
    await send(handle, 'resolve');
    await handle.result();
    await save('blocked-and-retried');
  });
});

it('paged', () =>
  record(
    { policy: { acknowledgeWithinMs: 1_500, escalateEveryMs: 1_500 }, pagers: [{ name: 'pager', severities: ['critical'] }] },
    async ({ handle, until, tell, save }) => {
      await until(({ escalation, responseComplete }) => escalation.reached >= 1 && responseComplete);
      await tell('acknowledge');
      await tell('escalate');
      await tell('resolve');
      await handle.result();
      await save('paged');
    },
  ));

it('handed-back', () =>
  record({ pagers: [{ name: 'pager', severities: ['critical'] }] }, async ({ handle, until, quiet, tell, save }) => {
    await until(isComplete);
    await quiet();
    const ana = { actor: 'slack:UDBA', actorName: 'Ana Ruiz', via: 'slack' };
    await tell('acknowledge', ana);
    await tell('decline', { ...ana, reason: 'on a train' });
    await tell('acknowledge');
    await tell('escalate');
    await send(handle, 'resolve', { note: 'restarted the pool' });
    await handle.result();
    await save('handed-back');
  }));

it('escalated-and-acknowledged', () =>
  record({ policy: { acknowledgeWithinMs: 1_500, escalateEveryMs: 1_500 } }, async ({ handle, until, tell, save }) => {
    await until(({ escalation, responseComplete }) => escalation.reached >= 2 && responseComplete);
    await tell('acknowledge');
    await send(handle, 'resolve');
    await handle.result();
    await save('escalated-and-acknowledged');
  }));

it('reopened-and-investigated-again', () =>
  record({ archiveAfterMs: LATE_MS }, async ({ until, quiet, tell, save }) => {
    await until(isComplete);
    await quiet();
    await tell('resolve');
    await tell('reopen', { reason: 'it is back' });
    await tell('investigateAgain');
    await until(({ nodes, investigationRound }) => investigationRound === 2 && nodes.every(({ status }) => status === 'done'));
    await tell('resolve');
    await save('reopened-and-investigated-again');
  }));

it('resumed-after-closing', () =>
  record({}, async ({ handle, until, quiet, save }) => {
    await until(isComplete);
    await quiet();
    await send(handle, 'resolve');
    const closed = (await handle.result()) as IncidentState;
    const state = resumedState(closed, {
      plan: RESPONSE_PLAN,
      step: 'investigate',
      actor: 'ann',
      requestId: 'resume-1',
      nowIso: new Date().toISOString(),
    });
    const resumed = await histories.env.client.workflow.start('respondToIncident', {
      workflowId: handle.workflowId,
      taskQueue: RESPONSE_QUEUE,
      args: [closed.request, { state, said: null, chores: [], count: 1_000_000 }],
    });
    await resumed.result();
    await save('resumed-after-closing', resumed.firstExecutionRunId);
  }));

// A private one, which hears of one alert in both runs: the second compares what listings show of it, and what people
// were told of the alert, with what the first has left.
it('continued-as-new', async () => {
  const short = await shortHistories(FEW_EVENTS);
  try {
    await record({ on: short, request: { channelPrivacy: 'private' } }, async ({ handle, until, quiet, tell, save }) => {
      const event = { status: 'firing', fingerprint: 'a', labels: { zone: 'b' }, description: 'Reads fail, too.' };
      await until(isComplete);
      await quiet();
      await tell('alertUpdated', { event });
      await short.nextRun(handle);
      await quiet();
      await tell('alertUpdated', { event });
      await tell('addNote', { text: 'still here' });
      await send(handle, 'resolve');
      await handle.result();
      const [first, second] = await short.runs(handle);
      await save('continued-as-new-1', first);
      await save('continued-as-new-2', second);
    });
  } finally {
    await short.stop();
  }
});

const ACTING = { actor: 'slack:UBEN', actorName: 'Ben Ode', via: 'slack' };

/** Proposes the action of the world, as an agent does, and returns the proposal. */
async function propose({ handle, until, tell }: Recording, proposalId: string): Promise<Proposal> {
  const claim = proposalClaim(handle.workflowId, { proposalId });
  await tell('proposeAction', { actor: claim.person, via: 'claude-code', claim, signature: SIGNED });
  const { proposals = [] } = await until((state) => state.proposals?.some(({ id }) => id === proposalId) === true);
  return proposals.find(({ id }) => id === proposalId) as Proposal;
}

const reaches =
  (proposalId: string, status: ProposalStatus) =>
  ({ proposals = [] }: IncidentState): boolean =>
    proposals.some((one) => one.id === proposalId && one.status === status);

it('actions', () => {
  const world = new ActionWorld(sampleAction({ checks: { ...sampleAction().checks, withinMs: 5_000 } }));
  return record({ overrides: world.activities() }, async (recording) => {
    const { handle, until, quiet, tell, save } = recording;
    const approve = async (proposal: Proposal) => send(handle, 'approveAction', approvalOf(handle.workflowId, proposal));
    await until(isComplete);
    await quiet();
    const forged = proposalClaim(handle.workflowId, { proposalId: 'P-0000000000' });
    await handle.signal('proposeAction', { actor: 'mallory', claim: forged, signature: 'bb' });
    await quiet();
    const one = await propose(recording, 'P-0000000001');
    await handle.signal('approveAction', { actor: 'mallory', proposalId: one.id, digest: one.digest });
    await quiet();
    await approve(one);
    await until(reaches(one.id, 'verified'));
    await quiet();
    const two = await propose(recording, 'P-0000000002');
    await tell('rejectAction', { ...ACTING, proposalId: two.id, reason: 'too early' });
    world.outcome = { does: 'failed' };
    const three = await propose(recording, 'P-0000000003');
    await approve(three);
    await until(reaches(three.id, 'rolledBack'));
    await quiet();
    world.outcome = {};
    world.status = 'fail';
    const four = await propose(recording, 'P-0000000004');
    await approve(four);
    await until(reaches(four.id, 'rolledBack'));
    await quiet();
    await tell('askConfirmation', {
      actor: 'alice@example.com',
      via: 'claude-code',
      proposalId: 'P-0000000005',
      command: { name: 'escalate' },
    });
    const { proposals = [] } = await until(reaches('P-0000000005', 'proposed'));
    await tell('approveAction', { ...ACTING, proposalId: 'P-0000000005', digest: proposals.at(-1)?.digest });
    await propose(recording, 'P-0000000006');
    await send(handle, 'cancel', { reason: 'a drill' });
    await handle.result();
    await save('actions');
  });
});

it('actions-continued', async () => {
  const world = new ActionWorld();
  const short = await shortHistories(FEW_EVENTS);
  try {
    await record({ on: short, overrides: world.activities() }, async (recording) => {
      const { handle, until, quiet, save } = recording;
      await until(isComplete);
      await quiet();
      const go = world.hold();
      const one = await propose(recording, 'P-0000000001');
      await send(handle, 'approveAction', approvalOf(handle.workflowId, one));
      await until(reaches(one.id, 'running'));
      await waitUntil(() => world.starts.length === 1);
      await short.nextRun(handle);
      await until(reaches(one.id, 'running'));
      go();
      await until(reaches(one.id, 'verified'));
      await quiet();
      await send(handle, 'cancel', { reason: 'a drill' });
      await handle.result();
      const [first, second] = await short.runs(handle);
      await save('actions-continued-1', first);
      await save('actions-continued-2', second);
    });
  } finally {
    await short.stop();
  }
});

it('cancelled', () => {
  const runProbe: Activities['runProbe'] = async () => {
    const beats = setInterval(() => Context.current().heartbeat(), 100);
    return Context.current().cancelled.finally(() => clearInterval(beats));
  };
  return record({ overrides: { runProbe } }, async ({ handle, until, save }) => {
    await until(({ headlineTs, probes }) => headlineTs !== null && probes.length > 0);
    await send(handle, 'cancel', { reason: 'a test of the pager' });
    await handle.result();
    await save('cancelled');
  });
});

it('cancelled-in-temporal', () =>
  record({}, async ({ handle, until, quiet, save }) => {
    await until(isComplete);
    await quiet();
    await handle.cancel();
    await handle.result();
    await save('cancelled-in-temporal');
  }));

it('reminded-and-skipped', () => {
  const { activities } = fakeActivities();
  const postReply: Activities['postReply'] = async (input) => {
    if (input.key.includes('/postVerdict'))
      throw ApplicationFailure.nonRetryable('Slack refuses: restricted_action', 'slack_restricted_action');
    return activities.postReply(input);
  };
  return record({ policy: { remindAfterMs: 1_500 }, overrides: { postReply } }, async ({ handle, until, quiet, tell, save }) => {
    await until(isComplete);
    await quiet();
    await tell('acknowledge');
    await until(({ reminder }) => reminder.unanswered >= 1);
    await quiet();
    await tell('skipStep', { step: 'updateSlackThread', reason: 'told by phone' });
    await send(handle, 'resolve');
    await handle.result();
    await save('reminded-and-skipped');
  });
});

it('without-a-room', () =>
  record(
    { request: { createChannel: false }, policy: { acknowledgeWithinMs: 1_500, escalateEveryMs: LATE_MS } },
    async ({ handle, until, quiet, tell, save }) => {
      await until(({ escalation, responseComplete }) => escalation.reached >= 1 && responseComplete);
      await quiet();
      await tell('acknowledge');
      await tell('addNote', { text: 'looking at the pool' });
      await tell('assign', { user: 'dba@example.com', role: 'commander' });
      await send(handle, 'resolve');
      await handle.result();
      await save('without-a-room');
    },
  ));

// Half a minute passes before the queue is looked at.
it('without-a-probe-worker', () =>
  record({ probes: false }, async ({ handle, until, quiet, tell, save }) => {
    await until(isComplete);
    await quiet();
    await tell('acknowledge');
    await send(handle, 'resolve');
    await handle.result();
    await save('without-a-probe-worker');
  }));

it('troubled-and-swept', () => {
  const { activities: usual } = fakeActivities();
  /** Every first attempt fails, so that nobody knows what it has done. */
  const unclearAtFirst = (name: keyof Activities) => async (input: never) => {
    const { attempt } = activityInfo();
    if (attempt === 1) throw unreachable();
    if (name === 'runProbe') throw ApplicationFailure.nonRetryable('the engine is gone', 'engine_unreachable');
    return { ...(await (usual[name] as (input: never) => Promise<Answer<unknown>>)(input)), attempt };
  };
  const swept = new Set<string>();
  const troubled: (keyof Activities)[] = [
    'createChannel',
    'editMessage',
    'describeChannel',
    'furnishRoom',
    'addBookmark',
    'postMessage',
    'postReply',
    'updateThread',
    'runProbe',
  ];
  const overrides = Object.fromEntries(troubled.map((name) => [name, unclearAtFirst(name)])) as Partial<Activities>;
  const removeCopies: Activities['removeCopies'] = async ({ key }) => {
    swept.add(key);
    return { value: 0, attempt: activityInfo().attempt };
  };
  return record({ overrides: { ...overrides, removeCopies } }, async ({ handle, until, quiet, tell, save }) => {
    await until(isComplete);
    await quiet();
    swept.clear();
    await tell('acknowledge');
    // The late look for copies comes when none can be committed any longer.
    await waitUntil(() => swept.size > 0);
    await quiet();
    await send(handle, 'resolve');
    await handle.result();
    await save('troubled-and-swept');
  });
});

it.each(FUZZED)('$pace-$seed', ({ seed, pace }) =>
  record({ archiveAfterMs: LATE_MS }, async ({ handle, until, quiet, save }) => {
    if (seed % 2 === 0) await until(isComplete);
    const sent: Promise<unknown>[] = [];
    for (const command of fuzzedCommands(seed, pace)) {
      sent.push(sendOne(handle, command));
      if (!command.isFollowed) continue;
      await Promise.all(sent);
      await quiet();
    }
    await Promise.all(sent);
    await until(isComplete);
    await quiet();
    await save(`${pace}-${seed}`);
  }),
);

/** Refused ones belong to it. */
async function sendOne(handle: WorkflowHandle, { name, payload, as }: FuzzedCommand): Promise<void> {
  const whole = { actor: 'ben', ...payload };
  if (as === 'signal') await handle.signal(name, whole);
  else await handle.executeUpdate(name, { args: [whole] }).catch(() => undefined);
}
