import { cleanLine } from './clean-text';
import type { IncidentRequest } from './incident';
import { listOf } from './list-of';

const MAX_NAME = 100;

/** Names of the runbooks that a start asks for; none: those whose conditions match. @throws InvalidInputError */
export function askedRunbooks({ runbooks }: Pick<IncidentRequest, 'runbooks'>): readonly string[] {
  return listOf(runbooks, 'runbooks').map((name) => cleanLine(name, MAX_NAME));
}
