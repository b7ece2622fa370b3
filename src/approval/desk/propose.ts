import { randomUUID } from 'node:crypto';
import type { ProposalClaim } from '../../incident/model/actions/claims';
import type { Principal } from '../../incident/model/actions/principal';
import { PROPOSAL_TTL_MS } from '../../incident/model/actions/proposal';
import { signClaim } from '../claims';
import { VIA } from './decider';
import type { ApprovalDesk } from './desk';
import { ActionsOffError } from './errors';
import { withIdentities } from './identities';
import { proposalIdOf, sentId } from './request-ids';
import { readFor } from './visible';

export interface ProposalRequest {
  readonly incidentId: string;
  /** `NAME`, or `RUNBOOK/NAME`. */
  readonly action: string;
  readonly target?: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly reason: string;
  /** The same for a retry, which is then the same proposal. */
  readonly requestId?: string;
}

export interface ProposalAnswer {
  readonly proposal: string;
  /** `pending`: no worker has looked at it yet. */
  readonly status: string;
  /** Of what is shown; an approval names it. Null while it is pending. */
  readonly digest: string | null;
  readonly expires_at: string;
  readonly request_id: string;
}

/**
 * Puts an action up for approval, for the person whom the principal acts for.
 * @throws ActionsOffError, NoSuchIncidentError, CommandRefusedError, IncidentClosedError, ServiceUnreachableError
 */
export async function propose(desk: ApprovalDesk, principal: Principal, request: ProposalRequest): Promise<ProposalAnswer> {
  if (desk.key === null) throw new ActionsOffError();
  const { incidentId, action, target, parameters, reason, requestId = randomUUID() } = request;
  const { person, identities, agent } = await withIdentities(desk, principal);
  await readFor(desk, { person, identities, ...(agent === undefined ? {} : { agent }) }, incidentId);
  const proposalId = proposalIdOf(incidentId, person, requestId);
  const at = desk.now();
  const claim: ProposalClaim = {
    kind: 'proposal',
    incidentId,
    proposalId,
    person,
    identities,
    ...(agent === undefined ? {} : { agent }),
    action,
    ...(target === undefined ? {} : { target }),
    parameters,
    reason,
    at: new Date(at).toISOString(),
  };
  const base = { actor: person, via: agent ?? VIA, requestId: sentId(person, 'propose', requestId) };
  await desk.incidents.command('proposeAction', incidentId, { ...base, ...signClaim(desk.key, claim) });
  desk.log.info({ incident: incidentId, proposal: proposalId, token: principal.token }, 'signed a proposal');
  const { state } = await desk.incidents.read(incidentId);
  const found = state?.proposals?.find(({ id }) => id === proposalId);
  return {
    proposal: proposalId,
    status: found?.status ?? 'pending',
    digest: found?.digest ?? null,
    expires_at: found?.expiresAt ?? new Date(at + PROPOSAL_TTL_MS).toISOString(),
    request_id: requestId,
  };
}
