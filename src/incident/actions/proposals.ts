import type { ResolvedAction } from '../model/actions/action';
import type { ProposalClaim, Signed } from '../model/actions/claims';
import type { ConfirmedCommand } from '../model/actions/confirmed-command';
import { PROPOSAL_TTL_MS, type Proposal } from '../model/actions/proposal';
import type { Acting } from '../model/timeline-entry';
import { digestOf } from '../text/digest';
import { knownBytes } from '../text/json-bytes';
import { hasEnded, isPast, isUnderWay, type Unfit } from './event';

/** Each waits for someone's answer; nobody reads more. */
const MOST_OPEN = 20;
const MOST_ENDED = 50;
/** Of those that have ended: the state travels in every query and from run to run. */
const ENDED_BYTES = 150_000;

type Proposals = readonly Proposal[];

/** What is put up: an action as it will run, or a command that a person is to confirm. */
export type Put =
  | {
      readonly kind: 'action';
      readonly signed: Signed<ProposalClaim>;
      readonly action: ResolvedAction;
      readonly digest: string;
    }
  | { readonly kind: 'command'; readonly proposalId: string; readonly command: ConfirmedCommand; readonly reason: string };

/** Why nothing can be put up under this id, before anyone looks at what it is; null if it can. */
export function whyNotProposed(
  proposals: Proposals,
  incidentId: string,
  put: { readonly proposalId: string; readonly claim?: ProposalClaim },
  nowIso: string,
): Unfit | null {
  const { claim } = put;
  if (proposals.some(({ id }) => id === put.proposalId)) return 'idInUse';
  if (claim !== undefined && claim.incidentId !== incidentId) return 'otherIncident';
  // Otherwise a claim could be used again once the proposal it made is no longer remembered.
  if (claim !== undefined && isPast(later(claim.at, PROPOSAL_TTL_MS), nowIso)) return 'staleClaim';
  return proposals.filter((proposal) => !hasEnded(proposal)).length >= MOST_OPEN ? 'tooManyOpen' : null;
}

/** A new proposal, which waits for an answer from now on. */
export function newProposal(put: Put, by: Acting, nowIso: string): Proposal {
  const waits = { proposedAt: nowIso, expiresAt: later(nowIso, PROPOSAL_TTL_MS), status: 'proposed' as const };
  if (put.kind === 'command') {
    const { proposalId: id, command, reason } = put;
    const { actor, via } = by;
    return {
      id,
      what: { kind: 'command', command },
      digest: digestOf(JSON.stringify([id, command.name, command.payload])),
      by: { ...by, person: actor, identities: [actor.toLowerCase()], ...(via === undefined ? {} : { agent: via }) },
      reason,
      ...waits,
    };
  }
  const { claim } = put.signed;
  const { proposalId: id, person, identities, agent, reason } = claim;
  return {
    id,
    what: { kind: 'action', action: put.action },
    digest: put.digest,
    by: { ...by, person, identities, ...(agent === undefined ? {} : { agent }) },
    reason,
    ...waits,
    work: { proposed: put.signed },
  };
}

/** The proposals with this one, in place of its earlier self if there is one. Open ones are never dropped. */
export function withProposal(proposals: Proposals, proposal: Proposal): Proposals {
  const isKnown = proposals.some(({ id }) => id === proposal.id);
  const all = isKnown ? proposals.map((other) => (other.id === proposal.id ? proposal : other)) : [...proposals, proposal];
  return bounded(all);
}

/** The one to carry out now: what is under way, or else what was approved first. At most one runs at a time. */
export function onTurn(proposals: Proposals): Proposal | null {
  const actions = proposals.filter(({ what }) => what.kind === 'action');
  const waiting = actions.filter(({ status }) => status === 'approved');
  const first = waiting.reduce<Proposal | null>((one, other) => (one === null || decidedOf(other) < decidedOf(one) ? other : one), null);
  return actions.find(isUnderWay) ?? first;
}

/** Those whose answer, or whose beginning, is due. */
export function waiting(proposals: Proposals): Proposals {
  return proposals.filter(({ status, what }) => status === 'proposed' || (status === 'approved' && what.kind === 'action'));
}

const decidedOf = ({ decidedAt = '' }: Proposal): string => decidedAt;

function bounded(proposals: Proposals): Proposals {
  let count = 0;
  let bytes = 0;
  const kept = proposals.toReversed().filter((proposal) => {
    if (!hasEnded(proposal)) return true;
    count += 1;
    bytes += knownBytes(proposal);
    return count <= MOST_ENDED && bytes <= ENDED_BYTES;
  });
  return kept.toReversed();
}

const later = (iso: string, ms: number): string => new Date(Date.parse(iso) + ms).toISOString();
