import { type Fields, own } from '../../incident/text/read-fields';
import { ServiceUnreachableError } from '../temporal/errors';
import { type GatewayAccess, postAsPerson } from './as-person';

/** What is put up for approval. */
export interface WantedProposal {
  readonly incidentId: string;
  /** `NAME`, or `RUNBOOK/NAME`. */
  readonly action: string;
  readonly target?: string | undefined;
  readonly parameters: Readonly<Record<string, string>>;
  readonly reason: string;
  /** The program that acts for the person, if the token does not name one. */
  readonly agent?: string | undefined;
  readonly requestId?: string | undefined;
}

export interface ProposalPut {
  readonly proposal: string;
  /** `proposed`, or `pending` while no worker has looked at it. */
  readonly status: string;
  /** Of what is shown; null while it is pending. */
  readonly digest: string | null;
  readonly expires_at: string;
  readonly request_id: string;
}

/** Puts an action up for approval. @throws GatewayRefusedError, ServiceUnreachableError */
export async function proposeThroughGateway(access: GatewayAccess, wanted: WantedProposal): Promise<ProposalPut> {
  const { incidentId, requestId = crypto.randomUUID(), ...about } = wanted;
  const body = { incident: incidentId, ...about, requestId };
  return (await repeatable(requestId, postAsPerson(access, '/proposals', body))) as unknown as ProposalPut;
}

export type Decision = { readonly decision: 'approve'; readonly digest: string } | { readonly decision: 'reject'; readonly reason: string };

export interface DecisionTaken {
  readonly proposal: string;
  readonly status: string;
  readonly request_id: string;
}

/** Approves or rejects what was proposed. @throws GatewayRefusedError, ServiceUnreachableError */
export async function decideThroughGateway(
  access: GatewayAccess,
  about: { readonly incidentId: string; readonly proposalId: string; readonly requestId?: string | undefined },
  decision: Decision,
): Promise<DecisionTaken> {
  const { incidentId, proposalId, requestId = crypto.randomUUID() } = about;
  const body = { incident: incidentId, ...decision, requestId };
  const fields = await repeatable(requestId, postAsPerson(access, `/approvals/${encodeURIComponent(proposalId)}`, body));
  return {
    proposal: String(own(fields, 'proposal')),
    status: String(own(fields, 'status')),
    request_id: String(own(fields, 'request_id')),
  };
}

/** Whoever gets no answer is told how to ask again without doing it twice. */
async function repeatable(requestId: string, work: Promise<Fields>): Promise<Fields> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof ServiceUnreachableError) || !error.mayBeDone) throw error;
    throw new ServiceUnreachableError(error.message, {
      hint: `It may have been done anyway. A retry with the request id ${requestId} is safe.`,
      mayBeDone: true,
    });
  }
}
