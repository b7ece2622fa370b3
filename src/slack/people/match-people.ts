import type { ResolutionMethod } from '../../incident/model/responders';
import type { Member, Standing } from './member';
import { nearNames } from './near-names';
import { inSpokenOrder, spellings, spellingsOfKnown, withoutRemarks, wordings, wordsOfKnown } from './normal-name';
import type { PeopleIndex } from './people-index';

/** A member who may be meant, and which of the member's names matches. */
export interface Fit {
  readonly member: Member;
  readonly method: ResolutionMethod;
}
export type Match =
  /**
   * `isWhole`: a whole name matches. Otherwise only part of the person's names matches, which is a guess, even if no one else
   * matches.
   */
  | ({ readonly kind: 'found'; readonly isWhole: boolean } & Fit)
  | { readonly kind: 'several'; readonly fits: readonly Fit[] }
  /** The name belongs to someone who cannot be paged. */
  | { readonly kind: 'barred'; readonly standing: Exclude<Standing, 'active'> }
  /** `near`: people with a similar name. */
  | { readonly kind: 'none'; readonly near: readonly Fit[] };

export const NO_MATCH: Match = { kind: 'none', near: [] };

/**
 * Finds the one member that a name means: by display name, user name or real name, by all its words in another order, else
 * by some words of the person's names.
 *
 * If whole names belong to different people, no one is found, whichever kind of name each of them matches: anyone can
 * take another person's name as a display name. Several matches count as none, because the wrong person is worse than no
 * one. The same holds if the whole name belongs to someone who cannot be paged: a colleague whose name contains it is
 * someone else. And one word alone, unless it is written as `@handle`, means everyone who has it among their names, not only
 * the one who calls themselves so.
 */
export function matchPerson(typed: string, index: PeopleIndex, isHandle = false): Match {
  const spoken = inSpokenOrder(typed);
  // Then the order is certain: `James, Thomas` is not James Thomas.
  const isOrdered = spoken !== typed;
  for (const name of new Set([spoken, withoutRemarks(spoken)])) {
    const match = matchName(name, { isOrdered, isHandle }, index);
    if (match !== null) return match;
  }
  return { kind: 'none', near: nearNames(spoken, index).map((member) => ({ member, method: 'real_name' })) };
}

/** How a name is written. */
interface Manner {
  /** With a comma, so that the family name is known to be the first. */
  readonly isOrdered: boolean;
  /** As `@handle`. */
  readonly isHandle: boolean;
}

function matchName(name: string, { isOrdered, isHandle }: Manner, index: PeopleIndex): Match | null {
  const wanted = wordings(name);
  const whole = distinct(spellings(name).flatMap((spelling) => index.withName(spelling)));
  const partial = distinct(wanted.flatMap((words) => withWords(words, index))).filter(
    (member) => !isOrdered || namesOf(member).some(([, known]) => shares(wanted, wordings(known), isInOrder)),
  );
  const rearranged = partial.filter((member) =>
    namesOf(member).some(([, known]) => shares(wanted, wordings(withoutRemarks(known)), hasSame)),
  );
  // One word is less than a full name: many people share it.
  const isFull = wanted.some(({ length }) => length > 1);
  const others = isFull || isHandle || whole.length === 0 ? [] : partial;
  return (
    judge(distinct([...whole, ...others]), name, true) ??
    judge(isOrdered ? [] : rearranged, name, true) ??
    (isFull ? bar([...whole, ...rearranged]) : null) ??
    judge(partial, name, false) ??
    bar([...whole, ...partial])
  );
}

/** Null if no one among them can be paged. */
function judge(members: readonly Member[], name: string, isWhole: boolean): Match | null {
  const active = members.filter(({ standing }) => standing === 'active');
  const [first, ...others] = active;
  if (first === undefined) return null;
  if (others.length === 0) return { kind: 'found', member: first, method: methodOf(first, name), isWhole };
  const fits = active.map((member) => ({ member, method: methodOf(member, name) }));
  return { kind: 'several', fits: METHODS.flatMap((method) => fits.filter((fit) => fit.method === method)) };
}

function bar(members: readonly Member[]): Match | null {
  for (const { standing } of members) if (standing !== 'active') return { kind: 'barred', standing };
  return null;
}

const METHODS = ['display_name', 'user_name', 'real_name'] as const;

const namesOf = ({ displayName, userName, realName }: Member): readonly (readonly [(typeof METHODS)[number], string])[] => [
  ['display_name', displayName],
  ['user_name', userName],
  ['real_name', realName],
];

function methodOf(member: Member, name: string): (typeof METHODS)[number] {
  const typed = new Set(spellings(name));
  const names = namesOf(member);
  const [method] = names.find(([, known]) => spellingsOfKnown(known).some((spelling) => typed.has(spelling))) ?? [];
  return method ?? 'real_name';
}

/** Those with all these words among their names. An initial stands for a word of its own. */
function withWords(words: readonly string[], index: PeopleIndex): readonly Member[] {
  const full = words.filter((word) => !INITIAL.test(word));
  if (full.length === 0) return [];
  const fitting = index.withWords(full);
  if (full.length === words.length) return fitting;
  const initials = words.filter((word) => INITIAL.test(word));
  return fitting.filter((member) => {
    const others = wordsOfMember(member).filter((word) => !full.includes(word));
    return initials.every((initial) => {
      const at = others.findIndex((word) => word.startsWith(initial));
      return at !== -1 && others.splice(at, 1).length === 1;
    });
  });
}

const INITIAL = /^[a-z]$/;

const wordsOfMember = (member: Member): string[] => [...new Set(namesOf(member).flatMap(([, name]) => wordsOfKnown(name)))];

type Words = readonly string[];

const shares = (wanted: readonly Words[], known: readonly Words[], fits: (words: Words, name: Words) => boolean): boolean =>
  wanted.some((words) => known.some((name) => fits(words, name)));

const hasSame = (words: Words, name: Words): boolean => [...words].sort().join(' ') === [...name].sort().join(' ');

function isInOrder(words: Words, name: Words): boolean {
  let at = -1;
  return words.every((word) => {
    at = name.findIndex((known, index) => index > at && (known === word || (INITIAL.test(word) && known.startsWith(word))));
    return at !== -1;
  });
}

const distinct = (members: readonly Member[]): readonly Member[] => [...new Set(members)];
