import { cleanLine } from './clean-text';
import { InvalidInputError } from './errors';

const MAX_USERS = 50;

/** References to people: split at commas, trimmed, each once. @throws InvalidInputError when there are more than 50. */
export function readUsers(list: readonly string[]): readonly string[] {
  const references = list
    .flatMap((item) => item.split(','))
    .map((item) => cleanLine(item, 200))
    .filter((item) => item !== '');
  const unique = references.filter((item, index) => references.findIndex((other) => other.toLowerCase() === item.toLowerCase()) === index);
  if (unique.length > MAX_USERS) throw new InvalidInputError('users', `${unique.length} people are too many`, `at most ${MAX_USERS}`);
  return unique;
}
