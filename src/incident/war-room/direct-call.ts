import { whyObsolete } from '../escalation/call-relevance';
import { isUnacknowledged } from '../escalation/escalation';
import type { Button } from '../model/buttons';
import type { CallReason } from '../model/call-reason';
import type { Responder } from '../model/responders';
import type { CallForPeopleMessage } from '../model/room-message';
import type { IncidentState } from '../model/state';
import { eachPersonOnce } from '../people/join-people';
import { type Briefing, briefingOf } from './briefing';
import { callButtons } from './buttons';

/** What a person who is called gets by direct message: what is broken, what is asked, and where the room is. */
export interface DirectCallMessage {
  readonly kind: 'directCall';
  readonly incidentId: string;
  /** Null for the first page. */
  readonly why: CallReason | null;
  /** True if the person is called to work on it, and not only invited. */
  readonly assigned: boolean;
  /** About the incident, for no one in particular: what is asked of the reader is said apart. */
  readonly briefing: Briefing;
  readonly buttons: readonly Button[];
  readonly revision: number;
}

export function directCallOf(state: IncidentState, why: CallReason | null): DirectCallMessage {
  const { incidentId, request, revision = 0 } = state;
  const buttons = callButtons(state).filter((one) => one !== 'addCandidate');
  return {
    kind: 'directCall',
    incidentId,
    why,
    assigned: request.autoAssign !== false,
    briefing: briefingOf(state, null),
    buttons,
    revision,
  };
}

/** Whoever else is mentioned in the room has been paged there. */
const MAX_CALLED = 50;

/**
 * Who gets a direct message about a page. Not whoever asked for it, and not someone whom a private incident's room did not let
 * in: nobody outside learns of it.
 */
export function calledDirectly(
  { incident, warRoom }: IncidentState,
  { why, called, refused = [] }: Pick<CallForPeopleMessage, 'why' | 'called' | 'refused'>,
): readonly Responder[] {
  const isPublic = incident?.privacy === 'public' && warRoom?.privacy === 'public';
  const outside = new Set(isPublic ? [] : refused.map(({ reference }) => reference));
  const by = why === null || why.kind === 'severity' || why.kind === 'late' ? null : why.by;
  return eachPersonOnce(called)
    .filter(({ name, userId }) => name !== by && !outside.has(name) && !outside.has(userId))
    .slice(0, MAX_CALLED);
}

/** False once the message is obsolete. It may have waited for hours. */
export function isDirectCallWanted(state: IncidentState, why: CallReason | null): boolean {
  const first = why?.kind === 'late' ? why.of : why;
  if (first === null) return isUnacknowledged(state);
  return whyObsolete(state, first) === null;
}
