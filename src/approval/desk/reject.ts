import { randomUUID } from 'node:crypto';
import type { Decided } from './approve';
import { actorOf, type Decider } from './decider';
import type { ApprovalDesk } from './desk';
import { withIdentities } from './identities';
import { sentId } from './request-ids';
import { readFor } from './visible';

export interface Rejection {
  readonly incidentId: string;
  readonly proposalId: string;
  readonly reason: string;
  /** The same for a repeat of the same act. */
  readonly requestId?: string;
}

/**
 * Rejects or withdraws a proposal. It needs no signature: that something does not happen is safe.
 * @throws NoSuchIncidentError, CommandRefusedError, IncidentClosedError, ServiceUnreachableError
 */
export async function reject(desk: ApprovalDesk, who: Decider, rejection: Rejection): Promise<Decided> {
  const { incidentId, proposalId, reason, requestId = randomUUID() } = rejection;
  const decider = await withIdentities(desk, who);
  await readFor(desk, decider, incidentId);
  const base = { ...actorOf(decider), requestId: sentId(decider.person, 'reject', requestId) };
  const sent = await desk.incidents.command('rejectAction', incidentId, { ...base, proposalId, reason });
  return { proposal: proposalId, status: sent.applied ? 'rejected' : 'pending', request_id: requestId };
}
