import { CHANGING_VERBS } from '../../../src/client/cli/verbs/changing-verbs';
import type { WordedState } from '../../../src/incident/timeline-words/worded-state';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy';
import { describeWith } from '../../support/needs';
import { configureQuietly } from '../../support/quiet-runbook';
import { type Stack, startStack } from '../../support/stack';

const ID = 'VERBS-1';
const CONFIG = `
escalation: { critical: [[oncall@example.com]] }
repeatLastLevel: 0
`;

interface Refused {
  readonly args: readonly string[];
  /** 2: what was typed is wrong. 5: the incident's state does not allow it. */
  readonly exit: 2 | 5;
  readonly error: object;
}
interface VerbCase {
  /** After the id. */
  readonly args: readonly string[];
  /** What the incident says once the verb has acted. */
  readonly holds: (state: WordedState) => boolean;
  readonly refused: Refused;
  /** What has to be true before. */
  readonly given?: (slack: FaultProxy, until: Until) => Promise<unknown>;
}
type Until = (holds: (state: WordedState) => boolean) => Promise<WordedState>;

const stepIs = (name: string, status: string) => (state: WordedState) =>
  state.steps.some((step) => step.name === name && step.status === status);
const sentTwice = (args: readonly string[], code: string, hint?: string): Refused => ({
  args,
  exit: 5,
  error: { code, ...(hint === undefined ? {} : { hint: expect.stringContaining(hint) }) },
});
const mistyped = (args: readonly string[], field: string, allowed: string): Refused => ({
  args,
  exit: 2,
  error: { field, allowed: expect.stringContaining(allowed) },
});

/** In the order in which they are sent to one incident, whose war room Slack refuses at first. */
const CASES: Readonly<Record<string, VerbCase>> = {
  'retry-step': {
    given: async (slack) => slack.refuse(() => undefined),
    args: ['createWarRoom'],
    holds: (state) => stepIs('createWarRoom', 'done')(state) && state.responseComplete,
    refused: sentTwice(['createWarRoom'], 'not_possible', `incident resume ${ID} --from createWarRoom`),
  },
  decline: {
    args: ['--reason', 'on a train'],
    holds: ({ declined, status }) => status === 'triggered' && declined?.map(({ name }) => name).join() === 'ben',
    refused: sentTwice([], 'already_done'),
  },
  ack: {
    args: [],
    holds: ({ status, acknowledgedBy }) => status === 'acknowledged' && acknowledgedBy === 'ben',
    refused: sentTwice([], 'already_done'),
  },
  note: {
    args: ['looking at the pool'],
    holds: ({ timeline }) =>
      timeline.some(({ kind, actor, text }) => kind === 'addNote' && actor.startsWith('ben') && text === 'looking at the pool'),
    refused: mistyped([''], 'text', 'not empty'),
  },
  severity: {
    args: ['CRITICAL'],
    holds: ({ incident }) => incident?.severity === 'critical',
    refused: mistyped(['urgent'], 'LEVEL', 'critical, high, medium, low'),
  },
  assign: {
    args: ['cat@example.com', '--role', 'commander'],
    holds: ({ roles, assigned }) => roles.commander?.reference === 'cat@example.com' && assigned.length === 0,
    refused: mistyped(['nobody@example.com', '--role', 'commander'], 'USER', 'email'),
  },
  add: {
    args: ['oncall@example.com', 'security@example.com'],
    holds: ({ people }) =>
      ['oncall@example.com', 'security@example.com'].every((user) => people?.resolved.some(({ reference }) => reference === user)),
    refused: mistyped(['nobody@example.com'], 'USER', 'email'),
  },
  title: {
    args: ['Pool exhausted'],
    holds: ({ incident }) => incident?.title === 'Pool exhausted',
    refused: sentTwice(['Pool exhausted'], 'already_done'),
  },
  escalate: {
    args: [],
    holds: ({ escalation }) => escalation.reached === 1,
    refused: sentTwice([], 'not_possible'),
  },
  investigate: {
    given: async (slack) => slack.refuse(({ key }) => (key.includes('/postVerdict') ? 'restricted_action' : undefined)),
    args: ['--runbook', 'quiet'],
    holds: ({ investigationRound, incident }) => investigationRound === 2 && incident?.runbooks.join() === 'quiet',
    refused: mistyped(['--runbook', 'nowhere'], '--runbook', 'quiet'),
  },
  'skip-step': {
    given: async (slack, until) => {
      await until(stepIs('updateSlackThread', 'blocked'));
      slack.refuse(() => undefined);
    },
    args: ['updateSlackThread', '--reason', 'told by phone'],
    holds: ({ nodes }) =>
      nodes.some(({ name, status, note }) => name === 'postVerdict' && status === 'skipped' && note?.includes('told by phone')),
    refused: sentTwice(['updateSlackThread', '--reason', 'told by phone'], 'not_possible', `incident show ${ID}`),
  },
  resume: {
    args: ['--from', 'updateSlackThread'],
    holds: ({ nodes }) => nodes.some(({ name, status }) => name === 'postVerdict' && status === 'done'),
    refused: mistyped(['--from', 'nowhere'], '--from', 'updateSlackThread'),
  },
  resolve: {
    args: ['--note', 'restarted it'],
    holds: ({ status, resolvedBy, timeline }) =>
      status === 'resolved' && resolvedBy === 'ben' && timeline.some(({ text }) => text.includes('restarted it')),
    refused: sentTwice([], 'already_done', `incident reopen ${ID} --reason`),
  },
  reopen: {
    args: ['--reason', 'it is back'],
    holds: ({ status, reopenings, timeline }) =>
      status === 'reopened' && reopenings === 1 && timeline.some(({ text }) => text.includes('it is back')),
    refused: sentTwice(['--reason', 'it is back'], 'not_possible', `incident show ${ID}`),
  },
  cancel: {
    args: ['--reason', 'a drill'],
    holds: ({ status, timeline }) => status === 'cancelled' && timeline.some(({ text }) => text.includes('a drill')),
    refused: sentTwice(['--reason', 'a drill'], 'closed', 'start-incident'),
  },
};

it('every verb that changes an incident is sent to one', () => {
  expect(Object.keys(CASES).sort()).toEqual(
    Object.values(CHANGING_VERBS)
      .map(({ verb }) => verb)
      .sort(),
  );
});

describeWith(['temporal'], 'a verb on the command line', () => {
  let stack: Stack;
  let slack: FaultProxy;
  const until: Until = (holds) => stack.until(ID, holds);
  beforeAll(async () => {
    stack = await startStack();
    slack = await startFaultProxy(stack.slack.apiUrl ?? '');
    slack.refuse(({ method }) => (method === 'conversations.create' ? 'restricted_action' : undefined));
    configureQuietly(stack.folder, CONFIG);
    stack.startWorker({ SLACK_API_URL: slack.apiUrl, DOCKER_HOST: 'tcp://127.0.0.1:1' });
    const started = await stack.run('start-incident', [ID, 'Database down', 'high', 'dba@example.com', '--no-wait']);
    expect(started).toMatchObject({ code: 0 });
    await until(stepIs('createWarRoom', 'blocked'));
  });
  afterAll(async () => {
    await stack?.stop();
    await slack?.stop();
  });

  it.each(Object.entries(CASES))('%s acts, says so, and is refused with the way on', async (verb, { args, holds, refused, given }) => {
    const run = (more: readonly string[]) => stack.run('incident', [verb, ID, ...more, '--as', 'ben', '--json']);
    await given?.(slack, until);
    const ran = await run(args);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(ran.stdout)).toMatchObject({ incident_id: ID, applied: true, repeated: false, message: expect.stringContaining(ID) });
    const [again] = await Promise.all([run(refused.args), until(holds)]);
    expect({ exit: again.code, ...JSON.parse(again.stdout) }).toMatchObject({ exit: refused.exit, error: refused.error });
  });
});
