import { MAX_CANDIDATES } from '../../incident/model/responders';
import type { Member } from './member';
import { wordings } from './normal-name';
import type { PeopleIndex } from './people-index';

/** Shorter words resemble too many others. */
const MIN_CHARS = 4;
const MAX_WORDS = 4;

/**
 * People whose names resemble this one, as suggestions only: every word is theirs, or begins one of theirs or the reverse,
 * or differs from one of theirs by a slip of the finger. No one if too many do.
 */
export function nearNames(name: string, index: PeopleIndex): readonly Member[] {
  const [words = []] = wordings(name);
  if (words.length === 0 || words.length > MAX_WORDS || words.some((word) => word.length < 2)) return [];
  const sets = words.map((word) => membersNear(word, index));
  const [first = new Set<Member>(), ...others] = sets.sort((one, other) => one.size - other.size);
  const near = [...first].filter((member) => member.standing === 'active' && others.every((set) => set.has(member)));
  return near.length > MAX_CANDIDATES ? [] : near;
}

function membersNear(word: string, index: PeopleIndex): ReadonlySet<Member> {
  const members = new Set<Member>();
  for (const known of index.words()) {
    if (isNear(word, known)) for (const member of index.withWords([known])) members.add(member);
  }
  return members;
}

function isNear(word: string, known: string): boolean {
  if (word === known) return true;
  if (word.length < MIN_CHARS - 1 || known.length < MIN_CHARS - 1) return false;
  if (word.startsWith(known) || known.startsWith(word)) return true;
  return word.length >= MIN_CHARS && Math.abs(word.length - known.length) <= 1 && isOneSlip(word, known);
}

/** Whether one letter is missing, added, wrong, or has changed places with the next. */
function isOneSlip(one: string, other: string): boolean {
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  let end = 0;
  while (end < Math.min(one.length, other.length) - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  const [left, right] = [one.slice(start, one.length - end), other.slice(start, other.length - end)];
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}
