import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { timeSkippingEnvironment } from './workflow-env';

/** A test takes seconds; one that hangs is to fail before the run's own time limit. */
const WITHIN_MS = 60_000;

/**
 * Gives each test of the file a time-skipping server of its own, with `env()`, and runs a test that fails once more.
 *
 * The server locks its time for each task, and counts the locks: a workflow that is terminated while a task of it is open leaves
 * one behind, and so, rarely, does a task that ends as a command cancels it (`SelfAdvancingTimerImpl`, `completeWorkflowTask` in
 * Temporal's Java SDK). Time then never skips again. That must neither reach the next test nor be taken for a defect of ours,
 * which fails twice.
 */
export function ownTestServer(): () => TestWorkflowEnvironment {
  let env: TestWorkflowEnvironment | undefined;
  jest.retryTimes(1, { logErrorsBeforeRetry: true });
  jest.setTimeout(WITHIN_MS);
  beforeEach(async () => {
    env = await timeSkippingEnvironment();
  });
  afterEach(() => env?.teardown());
  return () => {
    if (env === undefined) throw new Error('no test is running');
    return env;
  };
}
