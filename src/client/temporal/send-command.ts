import { randomUUID } from 'node:crypto';
import { type Client, WorkflowNotFoundError, WorkflowUpdateFailedError, WorkflowUpdateStage } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { type CommandBase, type CommandName, declarationOf } from '../../incident/model/commands';
import type { Refusal } from '../../incident/text/refusal';
import {
  ALERT_UPDATED,
  type AlertUpdatedInput,
  type CommandAnswer,
  type CommandInput,
  REFUSED,
  WORKFLOW_TYPE,
} from '../../workflows/contract/messages';
import { CommandRefusedError, NoSuchIncidentError } from './errors';
import { reachable } from './reachable';

/** Without a worker, an update is not accepted; then a signal is sent. In milliseconds. */
export const ACCEPT_LIMIT_MS = 3_000;
/** For commands whose handler looks people up, reads an alert, or asks who vouches for it before it answers. */
const ANSWER_LIMIT_MS = 8_000;
const answersLater = (name: CommandName | typeof ALERT_UPDATED): boolean =>
  name === ALERT_UPDATED || declarationOf(name).people !== undefined || declarationOf(name).isVouched === true;

/**
 * The result of a command. `applied` is also false if no worker answered, or if the incident is not parsed yet: the command
 * is kept and applies later.
 */
export interface Sent extends Omit<CommandAnswer, 'status'> {
  /** The incident's status afterwards; null while it is unknown. */
  readonly status: string | null;
  readonly requestId: string;
}

/**
 * Sends a command to an incident. `closed`: it changed nothing.
 * @throws CommandRefusedError, NoSuchIncidentError, WorkflowNotFoundError, ServiceUnreachableError
 */
export async function sendCommand<Name extends CommandName>(
  client: Client,
  address: string,
  name: Name,
  incidentId: string,
  input: CommandInput<Name>,
): Promise<Sent | 'closed'> {
  const { status, type } = await reachable(address, () => client.workflow.getHandle(incidentId).describe());
  if (type !== WORKFLOW_TYPE) throw new NoSuchIncidentError(incidentId);
  if (status.name !== 'RUNNING') return 'closed';
  try {
    return await deliver(client, address, name, incidentId, input);
  } catch (error) {
    // It was open a moment ago, so it exists: it closed in between.
    if (error instanceof WorkflowNotFoundError) return 'closed';
    throw error;
  }
}

/** Sends an alert to an open incident. @throws as `sendCommand` */
export async function sendAlert(client: Client, address: string, incidentId: string, input: AlertUpdatedInput): Promise<Sent> {
  return deliver(client, address, ALERT_UPDATED, incidentId, input);
}

/**
 * Sends an update. If it is not accepted in time, it is sent as a signal with the same request id: that is durable without a
 * worker, and acts only once even if the update is accepted after all.
 */
async function deliver(
  client: Client,
  address: string,
  name: CommandName | typeof ALERT_UPDATED,
  incidentId: string,
  input: CommandBase,
): Promise<Sent> {
  const requestId = input.requestId ?? randomUUID();
  const payload = { ...input, requestId, at: input.at ?? new Date().toISOString() };
  const handle = client.workflow.getHandle(incidentId);
  try {
    const update = () =>
      handle.startUpdate<CommandAnswer, [unknown]>(name, {
        args: [payload],
        updateId: requestId,
        waitForStage: WorkflowUpdateStage.ACCEPTED,
      });
    const accepted = await client.withDeadline(Date.now() + ACCEPT_LIMIT_MS, update);
    // The handler returns as soon as the state has changed. If the worker dies before that, the signal takes over.
    const limitMs = answersLater(name) ? ANSWER_LIMIT_MS : ACCEPT_LIMIT_MS;
    const answer = await client.withDeadline(Date.now() + limitMs, () => accepted.result());
    return { ...answer, requestId };
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError) throw refusedBy(error);
    if (error instanceof WorkflowNotFoundError) throw error;
    const outcome = `It may have been applied anyway. A retry with --request-id ${requestId} is safe.`;
    await reachable(address, () => handle.signal(name, payload), outcome);
    return { applied: false, repeated: false, status: null, requestId };
  }
}

/** The error of an update that was refused. */
export function refusedBy(error: WorkflowUpdateFailedError): Error {
  const { cause } = error;
  if (cause instanceof ApplicationFailure && cause.type === REFUSED) {
    const refusal = (cause.details?.[0] ?? { code: 'not_possible', message: cause.message }) as Refusal;
    return new CommandRefusedError(refusal);
  }
  return error;
}
