/**
 * Who someone is, as the gateway verified it. The same person may be known by an address and by a Slack user id; two people are
 * the same if they share one identity.
 */
export interface Identified {
  /** The actor's name: an address, or `slack:U0123`. */
  readonly person: string;
  /** Everything the gateway knows the person by, in lower case: addresses, `slack:u0123`. Never empty. */
  readonly identities: readonly string[];
  /** The program that acted for the person; absent if the person acted alone. */
  readonly agent?: string;
}

/** What someone asks for, as the gateway signs it. */
export interface ProposalClaim extends Identified {
  readonly kind: 'proposal';
  readonly incidentId: string;
  readonly proposalId: string;
  /** `NAME`, or `RUNBOOK/NAME`. */
  readonly action: string;
  readonly target?: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly reason: string;
  /** RFC 3339. */
  readonly at: string;
}

/** That a person approved one proposal, as it was shown to them. */
export interface ApprovalClaim extends Identified {
  readonly kind: 'approval';
  readonly incidentId: string;
  readonly proposalId: string;
  /** Of the action as it was shown: `digestOfAction`. */
  readonly digest: string;
  /** When it stops being valid (RFC 3339): the proposal's own time. */
  readonly expiresAt: string;
}

export type Claim = ProposalClaim | ApprovalClaim;

/** HMAC-SHA256 of the claim's canonical JSON, in hexadecimal. */
export interface Signed<Kind extends Claim> {
  readonly claim: Kind;
  readonly signature: string;
}

/** `unknown`: one is known by an address alone and the other by a Slack user id alone, so they may be the same person. */
export function comparePeople(one: Identified, other: Identified): 'same' | 'different' | 'unknown' {
  if (isSamePerson(one, other)) return 'same';
  const kindsOf = ({ identities }: Identified): readonly boolean[] => identities.map((identity) => identity.startsWith(SLACK));
  return kindsOf(one).some((kind) => kindsOf(other).includes(kind)) ? 'different' : 'unknown';
}

const SLACK = 'slack:';

export function isSamePerson(one: Identified, other: Identified): boolean {
  return one.identities.some((identity) => other.identities.includes(identity));
}
