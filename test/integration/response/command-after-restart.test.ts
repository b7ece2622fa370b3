import { untilIdle } from '../../support/incident-handle';
import { describeWith } from '../../support/needs';
import { type Stack, startStack } from '../../support/stack';

const COMMANDS: readonly (readonly string[])[] = [['ack'], ['note', 'it was the disk'], ['escalate'], ['resolve']];

describeWith(['temporal'], 'a command to an incident that the worker does not hold in memory', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(() => stack.stop());

  it('leaves a history that the next worker can read back', async () => {
    const id = 'COLD-001';
    stack.startWorker();
    await stack.run('start-incident', [id, 'Database down', 'high', 'dba@example.com', '--no-wait', '--json']);
    await stack.until(id, ({ responseComplete }) => responseComplete);
    for (const [verb = '', ...rest] of COMMANDS) {
      await untilIdle(stack.client.workflow.getHandle(id));
      await stack.endWorker('SIGKILL');
      stack.startWorker();
      const sent = await stack.run('incident', [verb, id, ...rest, '--json']);
      expect(sent.code).toBe(0);
    }
    await untilIdle(stack.client.workflow.getHandle(id));
    await stack.endWorker('SIGKILL');
    stack.startWorker();
    // A history that does not replay answers no query: the incident would be stuck for good.
    const state = await stack.until(id, ({ status }) => status === 'resolved');
    expect(state.timeline.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['acknowledge', 'addNote', 'resolve']));
  });
});
