import { join } from 'node:path';
import { Client } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { CONTAINERS_QUEUE, RESPONSE_QUEUE, SLACK_QUEUE } from '../src/workflows/contract/messages';

export type NoOp = (name: string) => Promise<string>;

/** Runs workers for the bare workflows in this process while `work` runs. */
export async function withBareWorkers<Result>(
  address: string,
  activities: { readonly noOp: NoOp; readonly noOpProbe: NoOp; readonly probesAtOnce?: number },
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const { noOp, noOpProbe, probesAtOnce } = activities;
  const connection = await NativeConnection.connect({ address });
  try {
    const workflowBundle = await bareBundle();
    const shared = { connection, stickyQueueScheduleToStartTimeout: '1s' } as const;
    const [first, second, third] = await Promise.all([
      Worker.create({ ...shared, taskQueue: RESPONSE_QUEUE, workflowBundle, activities: { noOp } }),
      Worker.create({ ...shared, taskQueue: SLACK_QUEUE, activities: { noOp } }),
      Worker.create({
        ...shared,
        taskQueue: CONTAINERS_QUEUE,
        activities: { noOp: noOpProbe },
        ...(probesAtOnce === undefined ? {} : { maxConcurrentActivityTaskExecutions: probesAtOnce }),
      }),
    ]);
    return await third.runUntil(second.runUntil(first.runUntil(work(new Client({ connection })))));
  } finally {
    await connection.close();
  }
}

let bundle: Promise<WorkflowBundleWithSourceMap> | undefined;

/** Built once, because it takes a second. Its modules are loaded once per worker, as those of the worker's own bundle are. */
export function bareBundle(): Promise<WorkflowBundleWithSourceMap> {
  const workflowsPath = join(__dirname, 'bare-workflow.js');
  bundle ??= bundleWorkflowCode({ workflowsPath, preloadModules: [workflowsPath], logger: new DefaultLogger('ERROR') });
  return bundle;
}
