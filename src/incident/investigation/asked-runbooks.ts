import type { IncidentRequest } from '../model/incident';
import { cleanLine } from '../text/clean-text';
import { InvalidInputError } from '../text/errors';
import { listOf } from '../text/list-of';

const MAX_NAME = 100;
/** Missing runbooks are reported one by one. */
const MAX_ASKED = 50;

/** Names of the runbooks that a start asks for; empty means those whose conditions match. @throws InvalidInputError */
export function askedRunbooks({ runbooks }: Pick<IncidentRequest, 'runbooks'>): readonly string[] {
  const names = listOf(runbooks, 'runbooks');
  if (names.length > MAX_ASKED) throw new InvalidInputError('runbooks', `names ${names.length} runbooks`, `at most ${MAX_ASKED}`);
  return names.map((name) => cleanLine(name, MAX_NAME));
}
