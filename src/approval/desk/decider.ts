import type { Identified } from '../../incident/model/actions/claims';
import type { PrincipalMode } from '../../incident/model/actions/principal';
import { slackIdentity } from './identities';

/** Through what someone acts who has no agent. */
export const VIA = 'gateway';
const SLACK = 'slack';

/** Someone who decides about a proposal, as the gateway has verified it. */
export interface Decider extends Identified {
  readonly mode: PrincipalMode;
  /** The person's name, if `person` is an id. */
  readonly actorName?: string;
  /** Through what they act; absent for a token. */
  readonly via?: typeof SLACK;
}

/** Whoever clicked in Slack, which has vouched for the user id. */
export function slackDecider({ userId, name }: { readonly userId: string; readonly name: string }): Decider {
  return { person: `${SLACK}:${userId}`, identities: [slackIdentity(userId)], actorName: name, via: SLACK, mode: 'respond' };
}

export const isFromSlack = ({ via }: Decider): boolean => via === SLACK;

/** How the decision is recorded. */
export function actorOf({ person, agent, actorName, via }: Decider) {
  return { actor: person, via: via ?? agent ?? VIA, ...(actorName === undefined ? {} : { actorName }) };
}
