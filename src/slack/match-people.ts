import type { ResolutionMethod } from '../incident/responders';

/** A member of the workspace, as far as matching needs it. */
export interface Member {
  readonly id: string;
  readonly userName: string;
  readonly displayName: string;
  readonly realName: string;
}
export type Match =
  | { readonly kind: 'found'; readonly member: Member; readonly method: ResolutionMethod }
  | { readonly kind: 'none' }
  | { readonly kind: 'several'; readonly members: readonly Member[] };

/**
 * Finds the one member that a name means: exact display name, exact user name, then the one whose real name holds it.
 * Several are nobody: the wrong person is worse than none.
 */
export function matchPerson(reference: string, members: readonly Member[]): Match {
  const wanted = normal(reference.replace(/^@/, ''));
  if (wanted === '') return { kind: 'none' };
  const methods: readonly [ResolutionMethod, (member: Member) => boolean][] = [
    ['display_name', (member) => normal(member.displayName) === wanted],
    ['user_name', (member) => normal(member.userName) === wanted],
    ['real_name', (member) => normal(member.realName) === wanted],
    ['real_name', (member) => words(member.realName).some((word) => word === wanted) || isPartOf(wanted, member.realName)],
  ];
  for (const [method, fits] of methods) {
    const found = members.filter(fits);
    if (found.length > 1) return { kind: 'several', members: found };
    if (found[0] !== undefined) return { kind: 'found', member: found[0], method };
  }
  return { kind: 'none' };
}

const normal = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').trim().toLowerCase().replace(/\s+/g, ' ');
const words = (text: string): string[] => normal(text).split(/[\s._-]+/);

/** "dana brandt" of "Dana M. Brandt": every word wanted is the beginning of a word of the name. */
function isPartOf(wanted: string, realName: string): boolean {
  const parts = wanted.split(/[\s._-]+/).filter((part) => part.length >= 2);
  return parts.length >= 2 && parts.every((part) => words(realName).some((word) => word.startsWith(part)));
}
