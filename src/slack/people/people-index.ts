import type { Member } from './member';
import { spellingsOfKnown, wordsOfKnown } from './normal-name';

/** The members of a workspace, by their names: even among many, a name is looked up at once. */
export interface PeopleIndex {
  readonly members: readonly Member[];
  /** False if an earlier page has listed the member already. */
  add(member: Member): boolean;
  /** Those with this name in full, as spelt by `spellings`. */
  withName(spelling: string): readonly Member[];
  /** Those with all these words among their names; at least one word must be given. */
  withWords(words: readonly string[]): readonly Member[];
  /** Every word of anyone's name. */
  words(): Iterable<string>;
}

/** Positions among the members; one alone needs no list. */
type Postings = Map<string, number | number[]>;

export function createPeopleIndex(members: Iterable<Member> = []): PeopleIndex {
  const all: Member[] = [];
  const ids = new Set<string>();
  const byName: Postings = new Map();
  const byWord: Postings = new Map();
  const index: PeopleIndex = {
    members: all,
    add(member) {
      if (member.id === '' || ids.has(member.id)) return false;
      ids.add(member.id);
      const at = all.push(member) - 1;
      const names = new Set([member.displayName, member.realName]);
      for (const name of new Set([...names, member.userName].flatMap(spellingsOfKnown))) post(byName, name, at);
      for (const word of new Set([...names, member.userName].flatMap(wordsOfKnown))) post(byWord, word, at);
      return true;
    },
    withName: (spelling) => postings(byName, spelling).flatMap((at) => all[at] ?? []),
    withWords: (words) => {
      const [shortest = [], ...others] = words.map((word) => postings(byWord, word)).sort((one, other) => one.length - other.length);
      const sets = others.map((list) => new Set(list));
      return shortest.filter((at) => sets.every((set) => set.has(at))).flatMap((at) => all[at] ?? []);
    },
    words: () => byWord.keys(),
  };
  for (const member of members) index.add(member);
  return index;
}

function post(to: Postings, key: string, at: number): void {
  const known = to.get(key);
  if (known === undefined) to.set(key, at);
  else if (typeof known === 'number') to.set(key, [known, at]);
  else known.push(at);
}

function postings(from: Postings, key: string): readonly number[] {
  const known = from.get(key) ?? [];
  return typeof known === 'number' ? [known] : known;
}
