import { type Fields, isFields, own } from '../../text/read-fields';
import { fieldsOf, MAX_NAME } from '../../text/read-payload';
import { readTime } from '../../text/read-time';
import { invalid, isRefusal, type Refusal } from '../../text/refusal';
import type { ApprovalClaim, Claim, ProposalClaim, Signed } from './claims';

const MAX_REASON = 3_000;
const MAX_VALUE = 1_000;
const MAX_DIGEST = 128;
const MAX_IDENTITIES = 20;
const MAX_PARAMETERS = 20;
const PROPOSAL_ID = /^P-[0-9a-f]{10}$/;
const HEX = /^[0-9a-f]{1,128}$/;

export function readProposalId(fields: Fields): string | Refusal {
  const id = own(fields, 'proposalId');
  return typeof id === 'string' && PROPOSAL_ID.test(id) ? id : invalid('proposalId', 'is not the id of a proposal', 'P-0123456789');
}

/** Of what is shown; for a command's confirmation the workflow makes it itself. */
export function readDigest(fields: Fields): string | Refusal {
  return exactText(fields, 'digest', MAX_DIGEST);
}

/** What the gateway signed, or says it signed. Nothing in it is trimmed or cut, because the signature is over all of it. */
export function readSignedProposal(fields: Fields): Signed<ProposalClaim> | Refusal {
  return readSigned(fields, 'proposal', (claim) => {
    // Beside the other fields, a parameter named `code` would pass for a refusal.
    const { parameters } = claim;
    if (!areParameters(parameters)) return invalid('claim.parameters', 'must be an object of texts', `at most ${MAX_PARAMETERS}`);
    const read = fieldsOf({
      kind: 'proposal' as const,
      ...claimBase(claim),
      action: exactText(claim, 'action', MAX_NAME),
      target: optionalExactText(claim, 'target', MAX_VALUE),
      reason: claim.reason === '' ? '' : exactText(claim, 'reason', MAX_REASON),
      at: exactTime(claim, 'at'),
    });
    return isRefusal(read) ? read : { ...read, parameters };
  });
}

/** Why the gateway has not signed an approval, because of who gave it. */
export const WITHHELD = ['byReader', 'byAgent', 'ownProposal', 'unclearPerson'] as const;
export type Withheld = (typeof WITHHELD)[number];

/** Absent for an approval that may count. */
export function readWithheld(fields: Fields): Withheld | undefined | Refusal {
  const given = own(fields, 'withheld');
  if (given === undefined) return undefined;
  return WITHHELD.find((why) => why === given) ?? invalid('withheld', 'is no reason', WITHHELD.join(', '));
}

/** Absent for what needs no signature. */
export function readSignedApproval(fields: Fields): Signed<ApprovalClaim> | undefined | Refusal {
  if (own(fields, 'claim') === undefined && own(fields, 'signature') === undefined) return undefined;
  return readSigned(fields, 'approval', (claim) =>
    fieldsOf({
      kind: 'approval' as const,
      ...claimBase(claim),
      digest: exactText(claim, 'digest', MAX_DIGEST),
      expiresAt: exactTime(claim, 'expiresAt'),
    }),
  );
}

function readSigned<Kind extends Claim>(
  fields: Fields,
  kind: Kind['kind'],
  read: (claim: Fields) => Kind | Refusal,
): Signed<Kind> | Refusal {
  const given = own(fields, 'claim');
  if (!isFields(given) || given.kind !== kind)
    return invalid('claim', `is not that of ${kind === 'proposal' ? 'a' : 'an'} ${kind}`, 'what the gateway signed');
  const signature = own(fields, 'signature');
  if (typeof signature !== 'string' || !HEX.test(signature)) return invalid('signature', 'is not a signature', 'as the gateway made it');
  const claim = read(given);
  return isRefusal(claim) ? claim : { claim, signature };
}

function claimBase(claim: Fields) {
  return {
    person: exactText(claim, 'person', MAX_NAME),
    identities: readIdentities(claim),
    agent: optionalExactText(claim, 'agent', MAX_NAME),
    incidentId: exactText(claim, 'incidentId', MAX_NAME),
    proposalId: readProposalId(claim),
  };
}

function readIdentities(claim: Fields): readonly string[] | Refusal {
  const given = own(claim, 'identities');
  const areTexts = Array.isArray(given) && given.every((one) => typeof one === 'string' && one !== '' && one.length <= MAX_NAME);
  if (!areTexts || given.length === 0 || given.length > MAX_IDENTITIES)
    return invalid('claim.identities', 'must be a list of texts', `1 to ${MAX_IDENTITIES} identities`);
  return given as readonly string[];
}

function areParameters(given: unknown): given is Readonly<Record<string, string>> {
  if (!isFields(given)) return false;
  const values = Object.entries(given);
  return values.length <= MAX_PARAMETERS && values.every(([name, value]) => isShort(name, MAX_NAME) && isShort(value, MAX_VALUE));
}

const isShort = (value: unknown, max: number): value is string => typeof value === 'string' && value.length <= max;

function exactTime(fields: Fields, field: string): string | Refusal {
  const text = exactText(fields, field, 64);
  if (isRefusal(text)) return text;
  const time = readTime(text, field);
  return isRefusal(time) ? time : text;
}

function optionalExactText(fields: Fields, field: string, max: number): string | undefined | Refusal {
  return own(fields, field) === undefined ? undefined : exactText(fields, field, max);
}

function exactText(fields: Fields, field: string, max: number): string | Refusal {
  const value = own(fields, field);
  if (typeof value !== 'string' || value.trim() === '') return invalid(field, 'is missing', 'text that is not empty');
  return value.length > max ? invalid(field, `has ${value.length} characters`, `at most ${max} characters`) : value;
}
