import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type Client,
  WithStartWorkflowOperation,
  WorkflowNotFoundError,
  type WorkflowStartOptions,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import type { Workflow } from '@temporalio/common';
import type { AddedMaintenance, AddMaintenance, EndMaintenance } from '../../incident/alert-groups/added-maintenance';
import type { CommandBase } from '../../incident/model/commands';
import {
  ADD_MAINTENANCE,
  END_MAINTENANCE,
  MAINTENANCE_MEMO,
  MAINTENANCE_WORKFLOW_ID,
  MAINTENANCE_WORKFLOW_TYPE,
  type MaintenanceAnswer,
} from '../../workflows/contract/maintenance-messages';
import { MaintenanceNotReadError } from './errors';
import { reachable } from './reachable';
import { RUN_OPTIONS } from './run-options';
import { ACCEPT_LIMIT_MS, refusedBy } from './send-command';

/** How long to wait for a worker to apply a change that was sent earlier. */
const SETTLE_LIMIT_MS = 3_000;
const LOOK_EVERY_MS = 50;
/** A task that has failed this often will fail again. */
const STUCK_ATTEMPTS = 5;

export interface ReadMaintenance {
  readonly windows: readonly AddedMaintenance[];
  /** `pending`: the latest change may be missing. `stuck`: the workflow keeps failing, and changes wait for a repair. */
  readonly state: 'current' | 'pending' | 'stuck';
}

/** What became of a change. Without a worker it waits in Temporal, and `id` and `window` are null. */
export type SentMaintenance = {
  readonly applied: boolean;
  readonly repeated: boolean;
  readonly requestId: string;
  readonly id: string | null;
  readonly window: AddedMaintenance | null;
};

export interface MaintenanceChanges {
  readonly [ADD_MAINTENANCE]: AddMaintenance;
  readonly [END_MAINTENANCE]: EndMaintenance;
}

/**
 * The maintenances that people added, as the server itself knows them. If a change may not be applied yet, it waits a little.
 * @throws ServiceUnreachableError
 */
export async function readMaintenance(client: Client, address: string, limitMs = SETTLE_LIMIT_MS): Promise<ReadMaintenance> {
  const giveUpAt = Date.now() + limitMs;
  for (;;) {
    const read = await look(client, address);
    if (read.state !== 'pending' || Date.now() >= giveUpAt) return read;
    await pause(LOOK_EVERY_MS);
  }
}

/**
 * The same for a decision, which must not be made on an outdated list. If the list cannot be brought up to date, the last one
 * counts: alerts that wait for a repair would page no one.
 * @throws MaintenanceNotReadError, ServiceUnreachableError
 */
export async function maintenanceToDecideOn(client: Client, address: string, limitMs?: number): Promise<readonly AddedMaintenance[]> {
  const { windows, state } = await readMaintenance(client, address, limitMs);
  if (state === 'pending') throw new MaintenanceNotReadError();
  return windows;
}

async function look(client: Client, address: string): Promise<ReadMaintenance> {
  try {
    const handle = client.workflow.getHandle(MAINTENANCE_WORKFLOW_ID);
    const { status, memo, raw } = await reachable(address, () => handle.describe());
    // If it was terminated, what it kept is gone.
    if (status.name !== 'RUNNING') return { windows: [], state: 'current' };
    const windows = (memo?.[MAINTENANCE_MEMO] ?? []) as readonly AddedMaintenance[];
    const task = raw.pendingWorkflowTask ?? null;
    if (task === null) return { windows, state: 'current' };
    return { windows, state: (task.attempt ?? 1) >= STUCK_ATTEMPTS ? 'stuck' : 'pending' };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { windows: [], state: 'current' };
    throw error;
  }
}

/**
 * Adds or ends a maintenance: by an update or, while no worker answers, by a signal with the same request id.
 * @throws CommandRefusedError, ServiceUnreachableError
 */
export async function changeMaintenance<Name extends keyof MaintenanceChanges>(
  client: Client,
  address: string,
  name: Name,
  input: MaintenanceChanges[Name] & CommandBase,
): Promise<SentMaintenance> {
  const requestId = input.requestId ?? randomUUID();
  const payload = { ...input, requestId, at: input.at ?? new Date().toISOString() };
  const start = {
    workflowId: MAINTENANCE_WORKFLOW_ID,
    ...RUN_OPTIONS,
    args: [],
    // Alerts may be waiting for the change.
    priority: { priorityKey: 1 },
  } satisfies WorkflowStartOptions;
  try {
    const update = async () => {
      const operation = new WithStartWorkflowOperation(MAINTENANCE_WORKFLOW_TYPE, { ...start, workflowIdConflictPolicy: 'USE_EXISTING' });
      const accepted = await client.workflow.startUpdateWithStart<Workflow, MaintenanceAnswer, [unknown]>(name, {
        startWorkflowOperation: operation,
        args: [payload],
        waitForStage: 'ACCEPTED',
      });
      return accepted.result();
    };
    const answer = await client.withDeadline(Date.now() + ACCEPT_LIMIT_MS, update);
    return { applied: true, ...answer, requestId };
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError) throw refusedBy(error);
    const outcome = `It may have been applied anyway. A retry with --request-id ${requestId} is safe.`;
    const signal = () => client.workflow.signalWithStart(MAINTENANCE_WORKFLOW_TYPE, { ...start, signal: name, signalArgs: [payload] });
    await reachable(address, signal, outcome);
    return { applied: false, repeated: false, requestId, id: null, window: null };
  }
}
