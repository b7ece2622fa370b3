import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WorkflowHandle } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { bringUpTemporal } from '../../src/demo/components';
import type { IncidentRequest } from '../../src/incident/model/incident';
import type { WordedState } from '../../src/incident/timeline-words/worded-state';
import { startIncident, untilState } from './incident-handle';
import { waitUntil } from './wait-until';
import { quietRuntime } from './workflow-env';

const POLL_MS = 20;

/** A server that suggests a new run after few events, so that an incident goes through many within seconds. */
export interface ShortHistories {
  readonly env: TestWorkflowEnvironment;
  start(request?: Partial<IncidentRequest>): Promise<WorkflowHandle>;
  until(handle: WorkflowHandle, holds: (state: WordedState) => boolean): Promise<WordedState>;
  /** Ids of all runs, newest last. */
  runs(handle: WorkflowHandle): Promise<string[]>;
  /** Sends the incident signals until it continues in a new run. */
  nextRun(handle: WorkflowHandle): Promise<void>;
  stop(): Promise<void>;
}

export async function shortHistories(events: number): Promise<ShortHistories> {
  quietRuntime();
  const server = await bringUpTemporal({
    env: {},
    localDir: mkdtempSync(join(tmpdir(), 'incident-short-')),
    cacheDir: join(__dirname, '..', '..', '.local', 'cache'),
    announce: () => {},
    preferredPort: 0,
    preferredUiPort: 0,
    dynamicConfig: [`limit.historyCount.suggestContinueAsNew=${events}`],
  });
  const env = await TestWorkflowEnvironment.createFromExistingServer({ address: server.address });
  const runs = async ({ workflowId }: WorkflowHandle): Promise<string[]> => {
    const ids: string[] = [];
    // Read from the newest run back to the first, because visibility would lag behind.
    for (let runId: string | undefined; ; ) {
      const { history } = await env.client.workflowService.getWorkflowExecutionHistory({
        namespace: 'default',
        execution: { workflowId, ...(runId === undefined ? {} : { runId }) },
        maximumPageSize: 1,
      });
      const started = history?.events?.[0]?.workflowExecutionStartedEventAttributes;
      ids.unshift(started?.originalExecutionRunId ?? '');
      if (!started?.continuedExecutionRunId) return ids;
      runId = started.continuedExecutionRunId;
    }
  };
  return {
    env,
    runs,
    start: (request) => startIncident(env, { severity: 'critical', ...request }),
    until: (handle, holds) => untilState(handle, holds, POLL_MS),
    async nextRun(handle) {
      const { runId, historyLength } = await handle.describe();
      // An unreadable command is refused, which changes nothing except the history and the timeline. One that arrived while the
      // run is ending would be put off by the server for seconds, so no more are sent than it takes.
      const wanted = Math.max(0, events - historyLength);
      await Promise.all(Array.from({ length: wanted }, () => handle.signal('acknowledge', {})));
      await waitUntil(async () => (await handle.describe()).runId !== runId, {
        everyMs: POLL_MS,
        what: `${handle.workflowId} to continue`,
      });
    },
    async stop() {
      await env.teardown();
      await server.stop();
    },
  };
}
