import { cleanLine } from '../text/clean-text';
import { InvalidInputError } from '../text/errors';

const MAX_USERS = 50;

/** Text between commas; a comma within quotes or within an address in angle brackets does not separate. */
const ITEM = /(?:"[^"]{0,200}"|<[^<>]{0,320}>|[^,"<]+|["<])+/g;

/**
 * References to people: split at commas and trimmed, each listed once in its first spelling. A name that contains a comma is
 * written in double quotes.
 * @throws InvalidInputError if there are more than 50.
 */
export function readUsers(list: readonly string[]): readonly string[] {
  const bySpelling = new Map<string, string>();
  for (const item of list.flatMap((text) => text.match(ITEM) ?? [])) {
    const reference = cleanLine(item, 200);
    const key = reference.toLowerCase();
    if (reference !== '' && !bySpelling.has(key)) bySpelling.set(key, reference);
  }
  if (bySpelling.size > MAX_USERS) throw new InvalidInputError('users', `names ${bySpelling.size} people`, `at most ${MAX_USERS}`);
  return [...bySpelling.values()];
}
