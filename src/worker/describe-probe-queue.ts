import type { ConnectionLike } from '@temporalio/client';
import type { ProbeQueue } from '../incident/investigation/judge-waiting';
import { CONTAINERS_QUEUE } from '../workflows/contract/messages';

/** The API's TaskQueueType for activities. */
const ACTIVITIES = 2;

export async function describeProbeQueue({ workflowService }: ConnectionLike, namespace: string): Promise<ProbeQueue> {
  const { pollers, stats } = await workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name: CONTAINERS_QUEUE },
    taskQueueType: ACTIVITIES,
    reportStats: true,
  });
  const asked = (pollers ?? []).map(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1_000);
  return {
    lastAskedMs: asked.length === 0 ? null : Math.max(0, Date.now() - Math.max(...asked)),
    waiting: stats?.approximateBacklogCount == null ? null : Number(stats.approximateBacklogCount),
  };
}
