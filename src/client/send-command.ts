import { randomUUID } from 'node:crypto';
import { type Client, WorkflowNotFoundError, WorkflowUpdateFailedError, WorkflowUpdateStage } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { CommandName, Refusal } from '../incident/commands';
import { type CommandAnswer, type CommandInput, REFUSED } from '../workflows/messages';
import { CommandRefusedError, IncidentClosedError } from './errors';
import { reachable } from './reachable';

const ACCEPT_LIMIT_MS = 3_000;

export interface Sent {
  /** False: no worker answered; the command waits as a signal and applies when one returns. */
  readonly applied: boolean;
  readonly repeated: boolean;
  readonly status: string | null;
  readonly requestId: string;
}

/**
 * Sends a command as an update. One that is not accepted in time goes as a signal of the same request id, so that it is
 * durable without a worker, and acts once even when the update is accepted after all.
 * @throws CommandRefusedError, IncidentClosedError, WorkflowNotFoundError, ServiceUnreachableError
 */
export async function sendCommand<Name extends CommandName>(
  client: Client,
  address: string,
  name: Name,
  incidentId: string,
  input: CommandInput<Name>,
): Promise<Sent> {
  const requestId = input.requestId ?? randomUUID();
  const payload = { ...input, requestId, at: input.at ?? new Date().toISOString() };
  const handle = client.workflow.getHandle(incidentId);
  const { status } = await reachable(address, () => handle.describe());
  if (status.name !== 'RUNNING') throw new IncidentClosedError(incidentId);
  try {
    const update = await client.withDeadline(Date.now() + ACCEPT_LIMIT_MS, () =>
      handle.startUpdate<CommandAnswer, [unknown]>(name, {
        args: [payload],
        updateId: requestId,
        waitForStage: WorkflowUpdateStage.ACCEPTED,
      }),
    );
    const answer = await update.result();
    return { applied: true, repeated: answer.repeated, status: answer.status, requestId };
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError) throw refusedBy(error);
    if (error instanceof WorkflowNotFoundError) throw error;
    await reachable(address, () => handle.signal(name, payload));
    return { applied: false, repeated: false, status: null, requestId };
  }
}

function refusedBy(error: WorkflowUpdateFailedError): Error {
  const { cause } = error;
  if (cause instanceof ApplicationFailure && cause.type === REFUSED) {
    const refusal = (cause.details?.[0] ?? { code: 'not_possible', message: cause.message }) as Refusal;
    return new CommandRefusedError(refusal);
  }
  return error;
}
