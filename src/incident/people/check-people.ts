import { slackUserOf } from '../model/actor';
import { type Command, type CommandBase, peopleNamedBy } from '../model/commands';
import type { Candidate, Doubt, Resolution, Responder, UnresolvedReference } from '../model/responders';
import type { IncidentState } from '../model/state';
import { cleanLine } from '../text/clean-text';
import { invalid, type Refusal } from '../text/refusal';
import { knownPerson } from './join-people';

/** The result of looking up the people a command names, before it acts. */
export type PeopleCheck =
  | { readonly kind: 'looked'; readonly resolution: Resolution }
  /** Slack did not answer in time; the command takes the names as given. */
  | { readonly kind: 'unavailable'; readonly reason: string };

/** The references of a command, by what is known about them. */
export interface SortedReferences {
  readonly found: Resolution;
  /** Slack has no match for the name, or several. */
  readonly unknown: readonly UnresolvedReference[];
  /** Slack could not be asked, or the search continues; null if every reference was checked. */
  readonly unchecked: Doubt | null;
}

const NOBODY: Resolution = { resolved: [], unresolved: [], resolutionRate: 1 };

/**
 * The people named by a command who must be looked up first. Those known to the incident need not be, nor someone who acts in
 * Slack: Slack itself says who that is.
 */
export function peopleToCheck(state: IncidentState, command: Command): readonly string[] {
  return peopleNamedBy(command).filter(
    (reference) => knownPerson(state, reference) === undefined && actorAsFound(command, reference) === null,
  );
}

/** The person who acts, as if looked up, if the reference means that person and Slack vouches for who it is; else null. */
export function actorAsFound({ actor, actorName }: CommandBase, reference: string): PeopleCheck | null {
  const userId = slackUserOf(actor);
  if (userId === null || (reference !== actor && reference !== userId)) return null;
  const self: Responder = { userId, name: actorName ?? userId, reference, method: 'user_id' };
  return { kind: 'looked', resolution: { resolved: [self], unresolved: [], resolutionRate: 1 } };
}

export function sortReferences(check: PeopleCheck | undefined): SortedReferences {
  if (check === undefined) return { found: NOBODY, unknown: [], unchecked: null };
  if (check.kind === 'unavailable') return { found: NOBODY, unknown: [], unchecked: { kind: 'notAsked', reason: check.reason } };
  const { resolved, unresolved } = check.resolution;
  const unknown = unresolved.filter(({ isPending, isUnchecked }) => isPending !== true && isUnchecked !== true);
  const rest = unresolved.filter((one) => !unknown.includes(one));
  const found = { resolved, unresolved: [], resolutionRate: 1 };
  return { found, unknown, unchecked: rest[0] === undefined ? null : { kind: 'notAnswered', reason: rest[0].reason } };
}

/** The refusal that names each unknown person, the reason, and possible matches. */
export function unknownPeople(field: string, unknown: readonly UnresolvedReference[]): Refusal {
  const candidates = unknown.flatMap(({ candidates = [] }) => candidates.map(describeCandidate));
  const allowed = candidates.length > 0 ? candidates.join(', ') : 'an email, a name or user id in Slack, or an @group';
  const hint = candidates.length > 0 ? 'Use the id in brackets.' : 'Check the spelling, or use an email or a user id.';
  const reason = describeUnknown(unknown);
  return { ...invalid(field, reason, allowed), code: 'unknown_person', reason, hint };
}

/** `Ana Ruiz [Database engineer · @ana.ruiz] (U7)`. */
export function describeCandidate({ name, about, userId }: Candidate): string {
  return `${cleanLine(name, 80)}${about === undefined ? '' : ` [${cleanLine(about, 120)}]`} (${userId})`;
}

/** `identity not checked, because Slack couldn't be reached: no answer in time`. */
export function describeDoubt({ kind, reason }: Doubt): string {
  return `${kind === 'notAsked' ? "identity not checked, because Slack couldn't be reached" : 'identity not checked yet'}: ${reason}`;
}

/** `couldn't identify "Zaphod": no user or user group has this name`. */
export function describeUnknown(unknown: readonly Pick<UnresolvedReference, 'reference' | 'reason'>[]): string {
  return unknown.map(({ reference, reason }) => `couldn't identify "${reference}": ${reason}`).join('; ');
}
