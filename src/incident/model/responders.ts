/** How a reference was matched to a person, in the order in which the methods are tried. */
export const RESOLUTION_METHODS = ['user_id', 'email', 'display_name', 'user_name', 'real_name', 'user_group'] as const;
export type ResolutionMethod = (typeof RESOLUTION_METHODS)[number];

/** One person, found. */
export interface Responder {
  /** Slack user id. */
  readonly userId: string;
  readonly name: string;
  /** The reference as it was asked for: `dba@example.com`, `@payments`. */
  readonly reference: string;
  readonly method: ResolutionMethod;
}

/** Somebody whom a reference could mean. Their `userId` is a reference that means nobody else. */
export interface Candidate {
  readonly userId: string;
  readonly name: string;
  /** What of them the reference fits. */
  readonly how: ResolutionMethod;
}

/** At most so many are named: more are not read by anybody. */
export const MAX_CANDIDATES = 5;

/** A reference nobody could be found for, and why: nobody is ever guessed. */
export interface UnresolvedReference {
  readonly reference: string;
  /** One sentence: "no user with this email", "3 people match: ben, benny, benjamin". */
  readonly reason: string;
  /** Whom it could mean, at most `MAX_CANDIDATES`; absent where nobody comes close. */
  readonly candidates?: readonly Candidate[];
  /** True: the search goes on, and who is found later is called then. */
  readonly isPending?: boolean;
  /** True: Slack could not be asked for it, so that nobody knows whether there is such a person. */
  readonly isUnchecked?: boolean;
}

/** Why nobody knows whether there is such a person: Slack could not be asked in time, or has not answered for all yet. */
export interface Doubt {
  readonly kind: 'notAsked' | 'notAnswered';
  /** As Slack, or the call to it, has said. */
  readonly reason: string;
}

export interface Resolution {
  readonly resolved: readonly Responder[];
  readonly unresolved: readonly UnresolvedReference[];
  /** Share of the references that were found, 0 to 1; 1 when none were asked for. */
  readonly resolutionRate: number;
}

/** References, not people: a group that was found counts once, however many are in it. */
export interface PeopleCounts {
  readonly asked: number;
  readonly found: number;
  /** A group is among those that were found. */
  readonly hasGroups: boolean;
}

/** Those whom the search still goes on for, and those whom it could not find. */
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
