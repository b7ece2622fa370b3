import type { WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities/interface';
import type { IncidentRequest } from '../../src/incident/model/incident';
import type { CallForPeopleMessage, HeadlineMessage } from '../../src/incident/model/room-message';
import type { IncidentState } from '../../src/incident/model/state';
import { type WordedState, wordedState } from '../../src/incident/timeline-words/worded-state';
import { type FakeRoom, fakeActivities } from './fake-activities';
import { isComplete, send, startIncident, untilState } from './incident-handle';
import { withWorkers } from './workflow-env';

/** One incident, and what a test can do with it. */
export interface StagedIncident {
  readonly id: string;
  readonly handle: WorkflowHandle;
  readonly room: FakeRoom;
  until(holds: (state: WordedState) => boolean): Promise<WordedState>;
  /** Sends a command as an update, as ben. */
  send(name: string, payload?: object): Promise<unknown>;
  signal(name: string, payload?: object): Promise<void>;
  /** The final state with its timeline in words, as a client reads it. */
  result(): Promise<WordedState>;
  /** The headline as it is in the room. */
  headline(): HeadlineMessage;
  /** The pages in the room that followed the initial one and have this reason. */
  calls(kind: string): CallForPeopleMessage[];
}
export type IncidentTest = (incident: StagedIncident) => Promise<void>;
export type Overrides = (usual: Activities, room: FakeRoom) => Partial<Activities>;

/**
 * Runs a test with an incident that has just started; `overrides` replaces activities, and `request` overrides the defaults.
 */
export async function withStartedIncident(
  env: TestWorkflowEnvironment,
  test: IncidentTest,
  overrides: Overrides = () => ({}),
  request: Partial<IncidentRequest> = {},
): Promise<void> {
  const { activities: usual, room } = fakeActivities();
  await withWorkers(env, { ...usual, ...overrides(usual, room) }, async () => {
    const handle = await startIncident(env, { severity: 'critical', ...request });
    const id = handle.workflowId;
    await test({
      id,
      handle,
      room,
      until: (holds) => untilState(handle, holds),
      send: (name, payload) => send(handle, name, payload),
      signal: (name, payload = {}) => handle.signal(name, { actor: 'ben', ...payload }),
      result: async () => wordedState((await handle.result()) as IncidentState),
      headline: () => room.messages.get(`${id}/announceIncident`) as HeadlineMessage,
      calls: (kind) =>
        [...room.messages.values()].filter(
          (message): message is CallForPeopleMessage => message.kind === 'callForPeople' && message.why?.kind === kind,
        ),
    });
    await handle.terminate().catch(() => undefined);
  });
}

/** Does the same with an incident whose response is complete. */
export function withIncident(
  env: TestWorkflowEnvironment,
  test: IncidentTest,
  overrides?: Overrides,
  request?: Partial<IncidentRequest>,
): Promise<void> {
  const onceComplete: IncidentTest = async (incident) => {
    await incident.until(isComplete);
    await test(incident);
  };
  return withStartedIncident(env, onceComplete, overrides, request);
}
