import { own } from '../../incident/text/read-fields';
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
export async function proposeThroughGateway(access: GatewayAccess, { incidentId, ...wanted }: WantedProposal): Promise<ProposalPut> {
  return (await postAsPerson(access, '/proposals', { incident: incidentId, ...wanted })) as unknown as ProposalPut;
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
  const { incidentId, proposalId, requestId } = about;
  const body = { incident: incidentId, ...decision, requestId };
  const fields = await postAsPerson(access, `/approvals/${encodeURIComponent(proposalId)}`, body);
  return {
    proposal: String(own(fields, 'proposal')),
    status: String(own(fields, 'status')),
    request_id: String(own(fields, 'request_id')),
  };
}
