import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type ActivityInterceptorsFactory, type NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { createContainerActivities, createResponseActivities, type ResponseDependencies } from '../activities/create-activities';
import type { RunProbeDependencies } from '../activities/run-probe';
import { CONTAINERS_QUEUE, RESPONSE_QUEUE, SLACK_QUEUE } from '../workflows/contract/messages';
import { workflowModules } from './workflow-modules';

export const QUEUES = [RESPONSE_QUEUE, SLACK_QUEUE, CONTAINERS_QUEUE] as const;
export type Queue = (typeof QUEUES)[number];

export interface WorkersOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  /** By which Temporal tells this process from other workers. */
  readonly identity: string;
  readonly queues: readonly Queue[];
  readonly response: ResponseDependencies;
  readonly probes: RunProbeDependencies;
  /** Open incidents kept in memory; null: as many as the SDK finds room for. */
  readonly cachedIncidents: number | null;
  /** Held at once, running or waiting for their turn at the engine. */
  readonly maxConcurrentProbes: number;
  /** Tells the log how each activity ended. */
  readonly activityLog: ActivityInterceptorsFactory;
}

/** After a shutdown begins, running activities have this long to end; then they are cancelled. */
const SHUTDOWN_GRACE = '10s';
/** Then the process ends whatever still runs; Temporal gives the work to another worker. */
const SHUTDOWN_FORCE = '20s';

/** Calls to a Slack that hangs take a slot for seconds each; parsing a new incident must find a free one all the same. */
const SHORT_PATH_SLOTS = 300;

/** Creates one worker a queue. The process runs them side by side. */
export async function createWorkers(options: WorkersOptions): Promise<Worker[]> {
  const shared = {
    connection: options.connection,
    namespace: options.namespace,
    identity: options.identity,
    interceptors: { activity: [options.activityLog] },
    shutdownGraceTime: SHUTDOWN_GRACE,
    shutdownForceTime: SHUTDOWN_FORCE,
    // The default holds beats back for most of their timeout: one that is a little late would pass for a dead worker's.
    maxHeartbeatThrottleInterval: '1s',
  } satisfies Partial<WorkerOptions>;
  const response = createResponseActivities(options.response);
  const create: Record<Queue, () => Promise<Worker>> = {
    [RESPONSE_QUEUE]: () =>
      Worker.create({
        ...shared,
        taskQueue: RESPONSE_QUEUE,
        ...workflowSource(),
        activities: response,
        maxConcurrentActivityTaskExecutions: SHORT_PATH_SLOTS,
        // With the default of 10 s the incidents of a killed worker wait that long for their next workflow task.
        stickyQueueScheduleToStartTimeout: '1s',
        ...(options.cachedIncidents === null ? {} : { maxCachedWorkflows: options.cachedIncidents }),
      }),
    [SLACK_QUEUE]: () => Worker.create({ ...shared, taskQueue: SLACK_QUEUE, activities: response }),
    [CONTAINERS_QUEUE]: () =>
      Worker.create({
        ...shared,
        taskQueue: CONTAINERS_QUEUE,
        activities: createContainerActivities(options.probes),
        maxConcurrentActivityTaskExecutions: options.maxConcurrentProbes,
      }),
  };
  return Promise.all(options.queues.map((queue) => create[queue]()));
}

/** The built bundle when there is one (a worker starts a second sooner), else the sources. */
function workflowSource(): Pick<WorkerOptions, 'workflowBundle' | 'workflowsPath' | 'bundlerOptions'> {
  const codePath = join(__dirname, '..', 'workflow-bundle.js');
  if (existsSync(codePath)) return { workflowBundle: { codePath } };
  const { workflowsPath, preloadModules } = workflowModules(join(__dirname, '..'));
  return { workflowsPath, bundlerOptions: { preloadModules } };
}
