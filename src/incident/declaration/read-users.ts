import { cleanLine } from '../text/clean-text';
import { InvalidInputError } from '../text/errors';

const MAX_USERS = 50;

/**
 * References to people: split at commas and trimmed, each listed once in its first spelling.
 * @throws InvalidInputError if there are more than 50.
 */
export function readUsers(list: readonly string[]): readonly string[] {
  const bySpelling = new Map<string, string>();
  for (const item of list.flatMap((text) => text.split(','))) {
    const reference = cleanLine(item, 200);
    const key = reference.toLowerCase();
    if (reference !== '' && !bySpelling.has(key)) bySpelling.set(key, reference);
  }
  if (bySpelling.size > MAX_USERS) throw new InvalidInputError('users', `names ${bySpelling.size} people`, `at most ${MAX_USERS}`);
  return [...bySpelling.values()];
}
