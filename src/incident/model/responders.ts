import type { Fields } from '../text/read-fields';
import { invalid, type Refusal } from '../text/refusal';

/** How a reference was matched to a person, in the order of trying. */
export const RESOLUTION_METHODS = ['user_id', 'email', 'display_name', 'user_name', 'real_name', 'user_group'] as const;
export type ResolutionMethod = (typeof RESOLUTION_METHODS)[number];

/** A person who was found. */
export interface Responder {
  /** Slack user id. */
  readonly userId: string;
  readonly name: string;
  /** The reference as requested: `dba@example.com`, `@payments`. */
  readonly reference: string;
  readonly method: ResolutionMethod;
  /**
   * When the schedule last said that this person is on call (RFC 3339). Set only if it could not be asked now, so that its
   * last known answer counts.
   */
  readonly onCallAsOf?: string;
}

/** A person whom a reference could mean. Their `userId` is an unambiguous reference. */
export interface Candidate {
  readonly userId: string;
  readonly name: string;
  /** Which of the person's names or ids matches the reference. */
  readonly how: ResolutionMethod;
  /** What tells the person apart from others of the same name: title, user name, the domain of a guest. */
  readonly about?: string;
}

/** The most that are listed, because no one reads more. */
export const MAX_CANDIDATES = 5;

/** A reference that matched no one, and why; people are never guessed. */
export interface UnresolvedReference {
  readonly reference: string;
  /** One sentence: "no user with this email", "3 people match: ben, benny, benjamin". */
  readonly reason: string;
  /** What helps, for someone who was found but not invited; absent if people can invite them by hand. */
  readonly remedy?: string;
  /** Possible matches, at most `MAX_CANDIDATES`; absent if none is close. */
  readonly candidates?: readonly Candidate[];
  /** True if the search continues; anyone found later is then paged. */
  readonly isPending?: boolean;
  /** True if Slack could not be asked, so it is unknown whether the person exists. */
  readonly isUnchecked?: boolean;
}

/** Why it is unknown whether a person exists: Slack could not be asked in time, or the search has not finished. */
export interface Doubt {
  readonly kind: 'notAsked' | 'notAnswered';
  /** As reported by Slack, or the error from the failed request to it. */
  readonly reason: string;
}

export interface Resolution {
  readonly resolved: readonly Responder[];
  readonly unresolved: readonly UnresolvedReference[];
  /** Share of the references that were found, 0 to 1; 1 if none were requested. */
  readonly resolutionRate: number;
  /** How many more references were looked up than are listed; absent if all are listed. */
  readonly beyond?: { readonly found: number; readonly missing: number };
}

/** Counts references, not people: a group that was found counts once, however many members it has. */
export interface PeopleCounts {
  readonly asked: number;
  readonly found: number;
  /** True if a group is among those found. */
  readonly hasGroups: boolean;
}

/** People still being looked for, and those not found. */
export function sortUnresolved(unresolved: readonly UnresolvedReference[]): {
  readonly sought: readonly UnresolvedReference[];
  readonly missing: readonly UnresolvedReference[];
} {
  return { sought: unresolved.filter(({ isPending }) => isPending), missing: unresolved.filter(({ isPending }) => !isPending) };
}

export const ROLES = ['commander', 'communications', 'scribe'] as const;
export type Role = (typeof ROLES)[number];

export function isRole(value: unknown): value is Role {
  return typeof value === 'string' && (ROLES as readonly string[]).includes(value);
}

export function readRole({ role }: Fields): Role | undefined | Refusal {
  if (role === undefined || role === null) return undefined;
  return isRole(role) ? role : invalid('role', 'is not a role', ROLES.join(', '));
}
