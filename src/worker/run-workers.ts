import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type ActivityInterceptorsFactory, type NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import type { ActionDependencies } from '../activities/actions/dependencies';
import { createContainerActivities, createResponseActivities, type ResponseDependencies } from '../activities/create-activities';
import type { RunProbeDependencies } from '../activities/run-probe';
import { CONTAINERS_QUEUE, RESPONSE_QUEUE, SLACK_QUEUE } from '../workflows/contract/messages';
import { workflowModules } from './workflow-modules';

export const QUEUES = [RESPONSE_QUEUE, SLACK_QUEUE, CONTAINERS_QUEUE] as const;
export type Queue = (typeof QUEUES)[number];

export interface WorkersOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  /** Distinguishes this process from other workers in Temporal. */
  readonly identity: string;
  readonly queues: readonly Queue[];
  readonly response: ResponseDependencies;
  readonly probes: RunProbeDependencies & ActionDependencies;
  /** Number of open incidents kept in memory; null leaves it to the SDK. */
  readonly cachedIncidents: number | null;
  /** Number of probes held at once: running, or waiting for a slot on the engine. */
  readonly maxConcurrentProbes: number;
  /** Logs how each activity ended. */
  readonly activityLog: ActivityInterceptorsFactory;
}

/** After a shutdown begins, running activities have this long to finish; then they are cancelled. */
const SHUTDOWN_GRACE = '10s';
/** Then the process ends, whatever is still running; Temporal gives the work to another worker. */
const SHUTDOWN_FORCE = '20s';

/** Calls to a hanging Slack occupy a slot for seconds each. Parsing a new incident must still find a free one. */
const SHORT_PATH_SLOTS = 300;

/**
 * Longer than Temporal waits for a workflow task. If the SDK interrupts one, by default after 5 s, Node may end the whole
 * process ("async hook stack has become corrupted", temporalio/sdk-typescript#939), and again after each restart. A group for
 * which thousands of deliveries waited needs seconds, more on a busy machine. The SDK's types hide this option; its
 * Worker.create takes it.
 */
const INTERRUPTED_LATE = { isolateExecutionTimeout: '30s' };

/** Creates one worker per queue. The process runs them side by side. */
export async function createWorkers(options: WorkersOptions): Promise<Worker[]> {
  const shared = {
    connection: options.connection,
    namespace: options.namespace,
    identity: options.identity,
    interceptors: { activity: [options.activityLog] },
    shutdownGraceTime: SHUTDOWN_GRACE,
    shutdownForceTime: SHUTDOWN_FORCE,
    // By default the SDK holds heartbeats back for most of their timeout, so a worker whose heartbeat is slightly late looks
    // dead.
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
        // With the default of 10 s, the incidents of a killed worker would wait that long for their next workflow task.
        stickyQueueScheduleToStartTimeout: '1s',
        ...INTERRUPTED_LATE,
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

/** The built bundle if there is one (the worker starts a second sooner), else the sources. */
function workflowSource(): Pick<WorkerOptions, 'workflowBundle' | 'workflowsPath' | 'bundlerOptions'> {
  const codePath = join(__dirname, '..', 'workflow-bundle.js');
  if (existsSync(codePath)) return { workflowBundle: { codePath } };
  const { workflowsPath, preloadModules } = workflowModules(join(__dirname, '..'));
  return { workflowsPath, bundlerOptions: { preloadModules } };
}
