import { MockActivityEnvironment } from '@temporalio/testing';
import { defineActivity } from '../../../src/activities/define-activity';
import { ChatError } from '../../../src/chat/errors';
import { createLogger, temporalLogger } from '../../../src/logging';
import { logActivities } from '../../../src/worker/log-activities';
import { RESPONSE_PLAN } from '../../../src/workflows/response/plan';

type Line = Record<string, unknown>;

function logged(level = 'info') {
  const lines: Line[] = [];
  return { lines, log: createLogger(level, { write: (line: string) => void lines.push(JSON.parse(line)) }) };
}

async function linesOf(activity: string, activityId: string, work: () => Promise<unknown>, cancel = false): Promise<readonly Line[]> {
  const { lines, log } = logged();
  const workflowExecution = { workflowId: 'PROD-20260101-001', runId: 'run' };
  const environment = new MockActivityEnvironment(
    { activityType: activity, activityId, attempt: 2, workflowExecution },
    { interceptors: [logActivities(log, RESPONSE_PLAN)] },
  );
  if (cancel) environment.cancel();
  await environment.run(defineActivity<object, unknown>(work), { title: 'a private title' }).catch(() => undefined);
  return lines;
}

describe('logActivities', () => {
  it('writes one line with incident, step as the plan names it, node and attempt, and nothing of input or output', async () => {
    const lines = await linesOf('postReply', 'postVerdict.1', async () => 'a private answer');
    expect(lines).toEqual([
      {
        level: 30,
        time: expect.any(String),
        msg: 'activity ended',
        incident: 'PROD-20260101-001',
        step: 'updateSlackThread',
        node: 'postVerdict',
        activity: 'postReply',
        activityId: 'postVerdict.1',
        attempt: 2,
        durationMs: expect.any(Number),
        outcome: 'done',
      },
    ]);
  });

  it('warns of a failure with its code and its message, on one line and without a token', async () => {
    const fail = async (): Promise<never> => {
      throw new ChatError({ code: 'slack_invalid_auth', message: 'Slack refuses\nxoxb-1234-secret', retryable: false });
    };
    expect(await linesOf('createChannel', 'createChannel.1', fail)).toEqual([
      expect.objectContaining({
        level: 40,
        step: 'createWarRoom',
        outcome: 'failed',
        code: 'slack_invalid_auth',
        problem: 'Slack refuses [secret removed]',
      }),
    ]);
  });

  it('tells what was cancelled from what failed', async () => {
    const fail = async (): Promise<never> => {
      throw new Error('aborted');
    };
    expect(await linesOf('runProbe', 'runProbes.1.http', fail, true)).toEqual([
      expect.objectContaining({ level: 30, step: 'investigate', node: 'runProbes', outcome: 'cancelled' }),
    ]);
  });

  it.each([
    ['postMessage', 'reminder.3', 'createWarRoom'],
    ['editMessage', 'editHeadline.2', undefined],
    ['archiveChannel', 'archiveChannel', undefined],
  ])('places %s outside the graph, called as %s', async (activity, activityId, step) => {
    const [line] = await linesOf(activity, activityId, async () => null);
    expect(line?.step).toBe(step);
  });
});

describe('temporalLogger', () => {
  it('keeps its own lines about an activity for debugging, with the step as the plan names it', () => {
    const meta = { workflowId: 'I-1', activityType: 'summarizeIncident', activityId: 'writeReport.1', attempt: 1 };
    const { lines, log } = logged('debug');
    temporalLogger(log, RESPONSE_PLAN).warn('Activity failed', meta);
    expect(lines).toEqual([
      expect.objectContaining({
        level: 20,
        incident: 'I-1',
        step: 'summarizeIncident',
        node: 'writeReport',
        activity: 'summarizeIncident',
      }),
    ]);
  });

  it('hands on what a workflow says', () => {
    const { lines, log } = logged();
    const meta = { workflowId: 'I-1', step: 'createWarRoom', node: 'createChannel', status: 'blocked', code: 'slack_name_taken' };
    temporalLogger(log, RESPONSE_PLAN).warn('node did not come off', meta);
    expect(lines).toEqual([expect.objectContaining({ level: 40, incident: 'I-1', step: 'createWarRoom', node: 'createChannel' })]);
  });
});
