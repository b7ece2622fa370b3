import type { WorkflowHandle } from '@temporalio/client';
import type { Shape } from './bare-workflow';

/** What one workflow did, according to its history. */
export interface HistoryCounts {
  readonly events: number;
  readonly workflowTasks: number;
  /** Ids of the activities, in the order they were scheduled. */
  readonly activities: readonly string[];
}

/**
 * The end of the workflow is not counted: a bare workflow ends where an incident's response completes, and the incident
 * itself stays open.
 */
export async function countHistory(handle: Pick<WorkflowHandle, 'fetchHistory'>): Promise<HistoryCounts> {
  const history = (await handle.fetchHistory()).events ?? [];
  const events = history.filter(({ workflowExecutionCompletedEventAttributes: end }) => !end);
  return {
    events: events.length,
    workflowTasks: events.filter(({ workflowTaskCompletedEventAttributes: completed }) => completed).length,
    activities: events.flatMap(({ activityTaskScheduledEventAttributes: scheduled }) =>
      scheduled?.activityId ? [scheduled.activityId] : [],
    ),
  };
}

/** The bare workflow of the same shape. */
export function shapeOf({ activities }: HistoryCounts): Shape {
  const count = (prefix: string): number => activities.filter((id) => id.startsWith(prefix)).length;
  return {
    probes: count('runProbes.'),
    threadUpdates: count('postFindings.'),
    headlineEdits: count('editHeadline.'),
    directMessages: count('direct.'),
  };
}
