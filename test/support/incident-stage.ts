import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/interface';
import type { IncidentRequest } from '../../src/incident/incident';
import type { CallForPeopleMessage } from '../../src/incident/room-message';
import type { IncidentState } from '../../src/incident/state';
import { RESPONSE_QUEUE } from '../../src/workflows/activity-options';
import { type FakeRoom, fakeActivities } from './fake-activities';
import { withWorkers } from './workflow-env';

const POLL_MS = 10;

/** One incident whose response is complete, and what a test does with it. */
export interface StagedIncident {
  readonly id: string;
  readonly room: FakeRoom;
  until(holds: (state: IncidentState) => boolean): Promise<IncidentState>;
  /** As an update, by ben. */
  send(name: string, payload?: object): Promise<unknown>;
  signal(name: string, payload?: object): Promise<void>;
  result(): Promise<IncidentState>;
  /** Calls for people after the start, that stand in the room. */
  calls(kind: string): CallForPeopleMessage[];
}

/** Runs a test with an incident whose response is complete; `request` and `overrides` say what is special about it. */
export async function withIncident(
  env: TestWorkflowEnvironment,
  test: (incident: StagedIncident) => Promise<void>,
  overrides: (usual: Activities, room: FakeRoom) => Partial<Activities> = () => ({}),
  request: Partial<IncidentRequest> = {},
): Promise<void> {
  const { activities: usual, room } = fakeActivities();
  await withWorkers(env, { ...usual, ...overrides(usual, room) }, async () => {
    const id = `PROD-${randomUUID().slice(0, 8).toUpperCase()}`;
    const input = { incidentId: id, title: 'Database down', actor: 'ann', severity: 'critical', ...request };
    const handle = await env.client.workflow.start('respondToIncident', { workflowId: id, taskQueue: RESPONSE_QUEUE, args: [input] });
    const until: StagedIncident['until'] = async (holds) => {
      for (;;) {
        const state = await handle.query<IncidentState>('state');
        if (holds(state)) return state;
        await pause(POLL_MS);
      }
    };
    await until(({ responseComplete }) => responseComplete);
    await test({
      id,
      room,
      until,
      send: (name, payload = {}) => handle.executeUpdate(name, { args: [{ actor: 'ben', ...payload }] }),
      signal: (name, payload = {}) => handle.signal(name, { actor: 'ben', ...payload }),
      result: () => handle.result() as Promise<IncidentState>,
      calls: (kind) =>
        [...room.messages.values()].filter(
          (message): message is CallForPeopleMessage => message.kind === 'callForPeople' && message.why?.kind === kind,
        ),
    });
    await handle.terminate().catch(() => undefined);
  });
}
