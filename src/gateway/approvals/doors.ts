import { type Approval, approve, type Decided } from '../../approval/desk/approve';
import type { ApprovalDesk } from '../../approval/desk/desk';
import { type ProposalAnswer, propose } from '../../approval/desk/propose';
import { reject } from '../../approval/desk/reject';
import type { Principal } from '../../incident/model/actions/principal';
import { readIncidentId } from '../../incident/model/incident-id';
import { type Fields, own } from '../../incident/text/read-fields';
import { MAX_NAME, optionalText, requiredText } from '../../incident/text/read-payload';
import { faulty } from '../../incident/text/unfit';
import { refuseReader } from '../people';
import { inHttpTerms } from './in-http-terms';
import { readable, readFields, readParameters } from './read-request';

const PROPOSAL_FIELDS = ['incident', 'action', 'target', 'parameters', 'reason', 'agent', 'requestId'];
const DECISION_FIELDS = ['incident', 'decision', 'digest', 'reason', 'requestId'];
const MAX_TARGET_CHARS = 1_000;
const DECISIONS = 'approve, reject';

/** `POST /proposals`: puts an action up for approval. @throws RequestError, InvalidInputError, ServiceUnreachableError */
export async function takeProposal(desk: ApprovalDesk, principal: Principal, body: Buffer): Promise<ProposalAnswer> {
  refuseReader(principal);
  const fields = readFields(body, PROPOSAL_FIELDS);
  const agent = principal.agent ?? readable(optionalText(fields, 'agent', MAX_NAME));
  const target = readable(optionalText(fields, 'target', MAX_TARGET_CHARS));
  const request = {
    incidentId: incidentIn(fields),
    action: readable(requiredText(fields, 'action', MAX_NAME)),
    ...(target === undefined ? {} : { target }),
    parameters: readParameters(fields),
    reason: readable(requiredText(fields, 'reason')),
    ...requestIdIn(fields),
  };
  return inHttpTerms(propose(desk, agent === undefined ? principal : { ...principal, agent }, request));
}

/** `POST /approvals/PROPOSAL`: approves or rejects what was proposed. @throws RequestError, InvalidInputError, ServiceUnreachableError */
export async function takeDecision(desk: ApprovalDesk, principal: Principal, proposalId: string, body: Buffer): Promise<Decided> {
  if (!/^P-[0-9a-f]{10}$/.test(proposalId)) throw faulty('the address', 'ends with no id of a proposal', '/approvals/P-0123456789');
  const fields = readFields(body, DECISION_FIELDS);
  const about = { incidentId: incidentIn(fields), proposalId, ...requestIdIn(fields) };
  const decision = own(fields, 'decision');
  if (decision === 'approve') return inHttpTerms(approve(desk, principal, approvalIn(fields, about)));
  if (decision !== 'reject') throw faulty('decision', 'is neither approve nor reject', DECISIONS);
  refuseReader(principal);
  return inHttpTerms(reject(desk, principal, { ...about, reason: readable(requiredText(fields, 'reason')) }));
}

function approvalIn(fields: Fields, about: Omit<Approval, 'digest'>): Approval {
  const digest = own(fields, 'digest');
  if (typeof digest !== 'string' || !/^[0-9a-z]{1,128}$/.test(digest))
    throw faulty('digest', 'is not the digest of what was shown', 'as incident show prints it');
  return { ...about, digest };
}

const incidentIn = (fields: Fields): string => readIncidentId(readable(requiredText(fields, 'incident', MAX_NAME)), 'incident');

function requestIdIn(fields: Fields): { readonly requestId?: string } {
  const requestId = readable(optionalText(fields, 'requestId', MAX_NAME));
  return requestId === undefined ? {} : { requestId };
}
