import { untilIdle } from '../../support/incident-handle';
import { describeWith } from '../../support/needs';
import { configureQuietly } from '../../support/quiet-runbook';
import { type Stack, startStack } from '../../support/stack';

/** What is sent to an incident of its own, and what shows that it has acted. */
const COMMANDS = [
  { id: 'COLD-1', args: ['ack'], kind: 'acknowledge' },
  { id: 'COLD-2', args: ['note', 'it was the disk'], kind: 'addNote' },
  { id: 'COLD-3', args: ['escalate'], kind: 'escalate' },
  { id: 'COLD-4', args: ['resolve'], kind: 'resolve' },
] as const;

describeWith(['temporal'], 'a command to an incident that the worker does not hold in memory', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack();
    configureQuietly(stack.folder);
  });
  afterAll(() => stack.stop());

  /** Does it for each incident, all at the same time. */
  const forEach = <Result>(work: (command: (typeof COMMANDS)[number]) => Promise<Result>) => Promise.all(COMMANDS.map(work));
  const restartWorker = async (): Promise<void> => {
    await forEach(({ id }) => untilIdle(stack.client.workflow.getHandle(id)));
    await stack.endWorker('SIGKILL');
    stack.startWorker();
  };

  it('leaves a history that the next worker can read back', async () => {
    stack.startWorker();
    await forEach(({ id }) => stack.run('start-incident', [id, 'Database down', 'high', 'dba@example.com', '--no-wait', '--json']));
    await forEach(({ id }) => stack.until(id, ({ responseComplete }) => responseComplete));
    await restartWorker();
    const sent = await forEach(({ id, args: [verb, ...rest] }) => stack.run('incident', [verb, id, ...rest, '--json']));
    expect(sent.map(({ code }) => code)).toEqual(COMMANDS.map(() => 0));
    await restartWorker();
    // A history that does not replay answers no query: the incident would be stuck for good.
    await forEach(({ id, kind }) => stack.until(id, ({ timeline }) => timeline.some((entry) => entry.kind === kind)));
  });
});
