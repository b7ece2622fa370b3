import type { ConnectionLike } from '@temporalio/client';
import { describeProbeQueue } from '../../../src/worker/describe-probe-queue';

const describing = (answer: unknown) => {
  const asked: unknown[] = [];
  const workflowService = {
    describeTaskQueue: async (request: unknown) => {
      asked.push(request);
      return answer;
    },
  };
  return { asked, queue: () => describeProbeQueue({ workflowService } as unknown as ConnectionLike, 'ns') };
};
const at = (msAgo: number) => ({ lastAccessTime: { seconds: Math.floor((Date.now() - msAgo) / 1_000) } });

it('tells when a worker last asked, and how many probes wait', async () => {
  const { asked, queue } = describing({ pollers: [at(90_000), at(20_000)], stats: { approximateBacklogCount: 41 } });
  const { lastAskedMs, waiting } = await queue();
  expect(Math.round((lastAskedMs ?? 0) / 10_000)).toBe(2);
  expect(waiting).toBe(41);
  const about = { namespace: 'ns', taskQueue: { name: 'incident-containers' }, taskQueueType: 2, reportStats: true };
  expect(asked).toEqual([expect.objectContaining(about)]);
});

it('knows a queue that nobody serves, and a server that counts nothing', async () => {
  expect(await describing({}).queue()).toEqual({ lastAskedMs: null, waiting: null });
});
