import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import type { Activities } from '../../../src/activities/interface';
import type { IncidentState } from '../../../src/incident/model/state';
import { wordsOf } from '../../support/entry-words';
import { fakeActivities } from '../../support/fake-activities';
import { isComplete, send } from '../../support/incident-handle';
import { KeyedRoom } from '../../support/keyed-room';
import { describeWith } from '../../support/needs';
import { type ShortHistories, shortHistories } from '../../support/short-histories';
import { withWorkers, workflowBundle } from '../../support/workflow-env';

const MORE_EVENTS_THAN_ANY = 10_000;
/** Where in the response's workflow tasks the reset strikes: from the first to the last. */
const POINTS = [0, 0.25, 0.5, 0.75, 1];

describeWith(['temporal'], 'an incident whose workflow is reset', () => {
  let histories: ShortHistories;
  beforeAll(async () => {
    [histories] = await Promise.all([shortHistories(MORE_EVENTS_THAN_ANY), workflowBundle()]);
  }, 60_000);
  afterAll(() => histories?.stop());

  /** Event ids of the workflow tasks completed so far. */
  async function completedTasks({ workflowId }: WorkflowHandle): Promise<number[]> {
    const { events = [] } = await histories.env.client.workflow.getHandle(workflowId).fetchHistory();
    return (events ?? []).flatMap(({ eventId, workflowTaskCompletedEventAttributes: task }) => (task ? [Number(eventId)] : []));
  }

  async function reset({ workflowId }: WorkflowHandle, taskEventId: number): Promise<void> {
    const { runId } = await histories.env.client.workflow.getHandle(workflowId).describe();
    await histories.env.client.workflowService.resetWorkflowExecution({
      namespace: 'default',
      workflowExecution: { workflowId, runId },
      reason: 'a test',
      requestId: randomUUID(),
      workflowTaskFinishEventId: taskEventId as never,
    });
  }

  it.each(POINTS)('says nothing twice, reset after %d of its response', async (point) => {
    const room = new KeyedRoom();
    const { activities: usual } = fakeActivities();
    const activities: Activities = { ...usual, ...room.activities() };
    await withWorkers(histories.env, activities, async () => {
      const handle = await histories.start();
      await histories.until(handle, isComplete);
      const tasks = await completedTasks(handle);
      await send(handle, 'acknowledge', { requestId: 'r-1' });
      await handle.signal('addNote', { actor: 'ben', requestId: 'r-2', text: 'looking at the pool' });
      const isTold = ({ timeline }: IncidentState): boolean => timeline.some(({ kind }) => kind === 'addNote');
      await histories.until(handle, isTold);
      await room.until(() => room.news().some(({ kind }) => kind === 'addNote'));
      const before = room.posts.map(({ key }) => key).sort();

      await reset(handle, tasks[Math.round(point * (tasks.length - 1))] as number);
      const again = histories.env.client.workflow.getHandle(handle.workflowId);
      await histories.until(again, (state) => isComplete(state) && isTold(state));
      // Whatever it had to say comes before the summary of this note.
      await again.signal('addNote', { actor: 'ben', requestId: 'r-3', text: 'the last word' });
      await room.until(() => room.news().some((entry) => wordsOf(entry)?.includes('the last word')));
      expect(room.doubles()).toEqual([]);
      expect(room.posts.map(({ key }) => key).sort()).toEqual([...before, `${handle.workflowId}/news/r-3`].sort());
      await again.terminate();
    });
  });
});
