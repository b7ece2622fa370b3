import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { IncidentRequest } from '../../src/incident/model/incident';
import type { IncidentState } from '../../src/incident/model/state';
import type { WordedState } from '../../src/incident/timeline-words/worded-state';
import { RESPONSE_QUEUE } from '../../src/workflows/contract/messages';
import { readUntil, waitUntil } from './wait-until';

const POLL_MS = 10;

/** Starts an incident with an id of its own; `request` overrides the defaults. */
export function startIncident(env: TestWorkflowEnvironment, request: Partial<IncidentRequest> = {}): Promise<WorkflowHandle> {
  const incidentId = `PROD-${randomUUID().slice(0, 8).toUpperCase()}`;
  const input: IncidentRequest = { incidentId, title: 'Database down', actor: 'ann', ...request };
  return env.client.workflow.start('respondToIncident', { workflowId: input.incidentId, taskQueue: RESPONSE_QUEUE, args: [input] });
}

/** Queries the state until the condition holds. The query itself runs the workflow, so the test does not have to sleep. */
export function untilState(handle: WorkflowHandle, holds: (state: WordedState) => boolean, everyMs = POLL_MS): Promise<WordedState> {
  return readUntil(() => handle.query<WordedState>('state'), holds, { everyMs });
}

/**
 * Waits until the workflow has handled everything that arrived and no activity is running. Timers may be pending. This works
 * only on real servers: the time-skipping server does not report activities.
 */
export function untilIdle(handle: WorkflowHandle): Promise<void> {
  const isIdle = async (): Promise<boolean> => {
    const { raw } = await handle.describe();
    return !raw.pendingWorkflowTask && (raw.pendingActivities ?? []).length === 0;
  };
  return waitUntil(isIdle, { everyMs: POLL_MS, what: `${handle.workflowId} to be idle` });
}

/** True if the response is complete; the incident itself stays open. */
export const isComplete = ({ responseComplete }: IncidentState): boolean => responseComplete;

/** Sends a command as an update, as ben unless the payload names another actor. */
export function send(handle: WorkflowHandle, name: string, payload: object = {}): Promise<unknown> {
  return handle.executeUpdate(name, { args: [{ actor: 'ben', ...payload }] });
}
