import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import {
  bundleWorkflowCode,
  DefaultLogger,
  type LogLevel,
  makeTelemetryFilterString,
  Runtime,
  Worker,
  type WorkflowBundle,
} from '@temporalio/worker';
import { globalHandlers } from '@temporalio/worker/lib/workflow/vm-shared';
import type { Activities } from '../../src/activities/interface';
import { INDEXED_TYPES } from '../../src/worker/search-attributes';
import { workflowModules } from '../../src/worker/workflow-modules';
import { CONTAINERS_QUEUE, RESPONSE_QUEUE, SLACK_QUEUE } from '../../src/workflows/contract/messages';

import { RUN_FOLDER } from './run-folder';

const BEATS_EVERY_MS = 100;

/**
 * For workers of tests. A thread for each of them would load the SDK once more, and compile the workflow: half of the
 * processor time of a test. Workers as they are run in the tests of whole processes.
 */
export const ON_THIS_THREAD = { debugMode: true } as const;
/**
 * The SDK's hook records a stack trace for every promise of a workflow. On this thread it would stay for good, and see every promise
 * of this test file and of all later ones in the process, each of which adds a hook of its own. No test reads what it records.
 */
Object.assign(globalHandlers, { setPromiseHook: () => {} });
export const WORKFLOWS = workflowModules(join(__dirname, '..', '..', 'src'));
let bundle: Promise<WorkflowBundle> | undefined;

/**
 * The workflow bundle. Building it takes seconds, so the first test file of a run that needs it leaves it for the others.
 */
export function workflowBundle(): Promise<WorkflowBundle> {
  bundle ??= sharedBundle();
  return bundle;
}

async function sharedBundle(): Promise<WorkflowBundle> {
  const folder = process.env[RUN_FOLDER];
  if (folder === undefined) return buildBundle();
  const file = join(folder, 'workflows.js');
  if (!existsSync(file)) {
    const { code } = await buildBundle();
    // Two test files may build it at the same time; renaming ensures that neither reads half of it.
    writeFileSync(`${file}.${process.pid}`, code);
    renameSync(`${file}.${process.pid}`, file);
  }
  return { code: readFileSync(file, 'utf8') };
}

const buildBundle = (): Promise<WorkflowBundle> => bundleWorkflowCode({ ...WORKFLOWS, logger: new DefaultLogger('ERROR') });

let quiet = false;
export function quietRuntime(): void {
  const level = (process.env.TEST_LOG ?? 'ERROR') as LogLevel;
  const telemetryOptions = { logging: { filter: makeTelemetryFilterString({ core: level, other: 'ERROR' }) } };
  if (!quiet) Runtime.install({ logger: new DefaultLogger(level), telemetryOptions });
  quiet = true;
}

/** Temporal's test server, which skips time while a workflow is only waiting. The global setup has found its executable. */
export async function timeSkippingEnvironment(): Promise<TestWorkflowEnvironment> {
  const path = process.env.TEMPORAL_TEST_SERVER_PATH;
  if (path === undefined) throw new Error('TEMPORAL_TEST_SERVER_PATH is not set: the global setup has found no test server');
  quietRuntime();
  const env = await TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path } } });
  // This server can add search attributes but not list them.
  await env.connection.operatorService.addSearchAttributes({ namespace: 'default', searchAttributes: INDEXED_TYPES });
  return env;
}

/** Runs `test` while workers with these activities serve all queues. */
export async function withWorkers<Result>(
  env: TestWorkflowEnvironment,
  activities: Activities,
  test: () => Promise<Result>,
  options: { probes?: boolean; bundle?: WorkflowBundle; ownThread?: boolean } = {},
): Promise<Result> {
  const { runProbe, resolveAction, verifyApproval, prepareAction, runAction, removeAction, ...others } = activities;
  const ofContainers = { runProbe, resolveAction, verifyApproval, prepareAction, runAction, removeAction };
  // A running activity learns from the answer to a beat that it is to stop, and beats are held back by most of their limit.
  const common = { connection: env.nativeConnection, maxHeartbeatThrottleInterval: BEATS_EVERY_MS };
  const response = await Worker.create({
    ...common,
    taskQueue: RESPONSE_QUEUE,
    workflowBundle: options.bundle ?? (await workflowBundle()),
    activities: others,
    ...(options.ownThread === true ? {} : ON_THIS_THREAD),
  });
  const slack = await Worker.create({ ...common, taskQueue: SLACK_QUEUE, activities: others });
  const both = (): Promise<Result> => slack.runUntil(() => response.runUntil(test()));
  if (options.probes === false) return both();
  const containers = await Worker.create({ ...common, taskQueue: CONTAINERS_QUEUE, activities: ofContainers });
  return containers.runUntil(both);
}
