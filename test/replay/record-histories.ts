import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Context } from '@temporalio/activity';
import type { WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import type { Activities } from '../../src/activities/interface';
import type { SeverityPolicy } from '../../src/incident/incident';
import { resumedState } from '../../src/incident/resume-closed';
import type { IncidentState } from '../../src/incident/state';
import { RESPONSE_QUEUE } from '../../src/workflows/messages';
import { RESPONSE_PLAN } from '../../src/workflows/plan';
import { fakeActivities } from '../support/fake-activities';
import { isComplete, send } from '../support/incident-handle';
import { sampleIncident, samplePolicy } from '../support/sample-incident';
import { type ShortHistories, shortHistories } from '../support/short-histories';
import { withWorkers, workflowBundle } from '../support/workflow-env';
import { normaliseHistory } from './normalise-history';

const FOLDER = join(__dirname, 'histories');
/** More than any of these incidents has, unless it is made to go on in a new run. */
const EVENTS = 250;

// Not a test: it runs by Jest because that reads the sources. `npm run record-histories` is the way to call it.
let histories: ShortHistories;
beforeAll(async () => {
  [histories] = await Promise.all([shortHistories(EVENTS), workflowBundle()]);
  mkdirSync(FOLDER, { recursive: true });
}, 60_000);
afterAll(() => histories?.stop());

async function save(name: string, workflowId: string, runId?: string): Promise<void> {
  const history = await histories.env.client.workflow.getHandle(workflowId, runId).fetchHistory();
  writeFileSync(join(FOLDER, `${name}.json`), `${JSON.stringify(normaliseHistory(JSON.parse(historyToJSON(history))))}\n`);
}

/** Runs an incident with activities that answer from memory. It closes a second after it is resolved. */
async function record(
  test: (handle: WorkflowHandle) => Promise<void>,
  { policy = {}, overrides = {} }: { policy?: Partial<SeverityPolicy>; overrides?: Partial<Activities> } = {},
): Promise<void> {
  const parseIncidentEvent: Activities['parseIncidentEvent'] = async ({ request, receivedAt }) => ({
    value: sampleIncident({ id: request.incidentId, createdAt: receivedAt, policy: { ...samplePolicy(policy), archiveAfterMs: 1_000 } }),
    attempt: 1,
  });
  const { activities } = fakeActivities({ parseIncidentEvent, ...overrides });
  await withWorkers(histories.env, activities, async () => {
    const handle = await histories.start();
    await test(handle);
  });
}

it('happy', () =>
  record(async (handle) => {
    await histories.until(handle, isComplete);
    await send(handle, 'acknowledge');
    await handle.signal('addNote', { actor: 'ben', text: 'looking at the pool' });
    await send(handle, 'assign', { user: 'dba@example.com', role: 'commander' });
    await send(handle, 'changeSeverity', { severity: 'high' });
    await send(handle, 'resolve', { note: 'restarted the pool' });
    await handle.result();
    await save('happy', handle.workflowId);
  }));

it('blocked-and-retried', () => {
  let isRefused = true;
  const { activities } = fakeActivities();
  return record(
    async (handle) => {
      await histories.until(handle, isComplete);
      isRefused = false;
      await send(handle, 'retryStep', { step: 'createWarRoom' });
      await histories.until(handle, ({ nodes }) => nodes.every(({ status }) => status === 'done'));
      await send(handle, 'resolve');
      await handle.result();
      await save('blocked-and-retried', handle.workflowId);
    },
    {
      overrides: {
        createChannel: async (input) => {
          const message = 'Slack refuses: scope channels:manage is missing';
          if (isRefused) throw ApplicationFailure.create({ message, type: 'slack_missing_scope', nonRetryable: true });
          return activities.createChannel(input);
        },
      },
    },
  );
});

it('escalated-and-acknowledged', () =>
  record(
    async (handle) => {
      await histories.until(handle, ({ escalation, responseComplete }) => escalation.reached === 2 && responseComplete);
      await send(handle, 'acknowledge');
      await send(handle, 'resolve');
      await handle.result();
      await save('escalated-and-acknowledged', handle.workflowId);
    },
    { policy: { acknowledgeWithinMs: 1_500, escalateEveryMs: 1_500 } },
  ));

it('reopened-and-investigated-again', () =>
  record(async (handle) => {
    await histories.until(handle, isComplete);
    await send(handle, 'resolve');
    await send(handle, 'reopen', { reason: 'it is back' });
    await send(handle, 'investigateAgain');
    await histories.until(
      handle,
      ({ nodes, investigationRound }) => investigationRound === 2 && nodes.every(({ status }) => status === 'done'),
    );
    await send(handle, 'resolve');
    await handle.result();
    await save('reopened-and-investigated-again', handle.workflowId);
  }));

it('resumed-after-closing', () =>
  record(async (handle) => {
    await histories.until(handle, isComplete);
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
    await save('resumed-after-closing', handle.workflowId, resumed.firstExecutionRunId);
  }));

it('continued-as-new', () =>
  record(async (handle) => {
    await histories.until(handle, isComplete);
    await histories.nextRun(handle);
    await send(handle, 'addNote', { text: 'still here' });
    await send(handle, 'resolve');
    await handle.result();
    const [first, second] = await histories.runs(handle);
    await save('continued-as-new-1', handle.workflowId, first);
    await save('continued-as-new-2', handle.workflowId, second);
  }));

it('cancelled', () =>
  record(
    async (handle) => {
      await histories.until(handle, ({ headlineTs, probes }) => headlineTs !== null && probes.length > 0);
      await send(handle, 'cancel', { reason: 'a test of the pager' });
      await handle.result();
      await save('cancelled', handle.workflowId);
    },
    {
      overrides: {
        runProbe: async () => {
          const beats = setInterval(() => Context.current().heartbeat(), 100);
          return Context.current().cancelled.finally(() => clearInterval(beats));
        },
      },
    },
  ));

it('cancelled-in-temporal', () =>
  record(async (handle) => {
    await histories.until(handle, isComplete);
    await handle.cancel();
    await handle.result();
    await save('cancelled-in-temporal', handle.workflowId);
  }));
