import type { Config } from '../../config';
import { InvalidInputError } from '../../incident/errors';
import { shown } from '../../incident/read-fields';

export interface KnownRunbooks {
  /** Names of the runbooks that this machine's configuration holds. */
  readonly runbookNames: (config: Config) => Promise<readonly string[]>;
}

/** @throws InvalidInputError naming the first that is not known. */
export function refuseUnknownRunbooks(names: readonly string[], known: readonly string[]): void {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new InvalidInputError('--runbook', `${shown(unknown)} is no runbook`, known.join(', '));
}
