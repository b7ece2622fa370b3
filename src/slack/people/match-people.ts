import { type Candidate, MAX_CANDIDATES, type ResolutionMethod } from '../../incident/model/responders';
import { normalName, wordsOf } from './normal-name';

/** The fields of a workspace member that matching needs. */
export interface Member {
  readonly id: string;
  /** The name by which people know the member. */
  readonly name: string;
  /** The user name in Slack. */
  readonly userName: string;
  /** Normalised, like all names below. */
  readonly display: string;
  readonly user: string;
  readonly real: string;
  /** The words of the real name, each between spaces. */
  readonly realWords: string;
}
export type Match =
  /**
   * `isWhole`: a whole name matches. Otherwise only part of the real name matches, which is a guess, even if no one else
   * matches.
   */
  | { readonly kind: 'found'; readonly member: Member; readonly method: ResolutionMethod; readonly isWhole: boolean }
  | { readonly kind: 'none' }
  | { readonly kind: 'several'; readonly members: readonly Member[]; readonly candidates: readonly Candidate[] };

export function memberOf(names: { id: string; name: string; userName: string; displayName: string; realName: string }): Member {
  const real = normalName(names.realName);
  return {
    id: names.id,
    name: names.name,
    userName: names.userName,
    display: normalName(names.displayName),
    user: normalName(names.userName),
    real,
    realWords: wordsOf(real),
  };
}

type Fits = readonly [ResolutionMethod, (member: Member) => boolean];

/**
 * Finds the one member that a name means: by display name, user name or real name, else by words of the real name.
 *
 * If whole names belong to different people, no one is found, whichever kind of name each of them matches: anyone can
 * take another person's name as a display name. Several matches count as none, because the wrong person is worse than no
 * one.
 */
export function matchPerson(reference: string, members: readonly Member[]): Match {
  const wanted = normalName(reference.replace(/^@/, ''));
  if (wanted === '') return { kind: 'none' };
  const whole: readonly Fits[] = [
    ['display_name', ({ display }) => display === wanted],
    ['user_name', ({ user }) => user === wanted],
    ['real_name', ({ real }) => real === wanted],
  ];
  const match = matchBy(whole, members, true);
  return match.kind === 'none' ? matchBy([['real_name', hasWords(wanted)]], members, false) : match;
}

function matchBy(methods: readonly Fits[], members: readonly Member[], isWhole: boolean): Match {
  const fitting = new Map<Member, ResolutionMethod>();
  for (const [method, fits] of methods) {
    for (const member of members) if (fits(member) && !fitting.has(member)) fitting.set(member, method);
  }
  const [first] = fitting;
  if (first === undefined) return { kind: 'none' };
  if (fitting.size === 1) return { kind: 'found', member: first[0], method: first[1], isWhole };
  const candidates = [...fitting].slice(0, MAX_CANDIDATES).map(([member, how]) => candidateOf(member, how));
  return { kind: 'several', members: [...fitting.keys()], candidates };
}

export function candidateOf({ id: userId, name }: Member, how: ResolutionMethod): Candidate {
  return { userId, name, how };
}

/**
 * One word of the real name, or several: "dana brandt" matches "Dana M. Brandt", as every wanted word starts a word of the
 * name.
 */
function hasWords(wanted: string): (member: Member) => boolean {
  const parts = wordsOf(wanted)
    .trim()
    .split(' ')
    .filter((part) => part.length >= 2);
  return ({ realWords }) =>
    realWords.includes(` ${wanted} `) || (parts.length >= 2 && parts.every((part) => realWords.includes(` ${part}`)));
}
