import { IncidentError } from '../incident/text/errors';

/** A report or an artifact could not be stored. A person has to step in, unless space or the folder comes back by itself. */
export class StorageError extends IncidentError {
  readonly code = 'storage_failed';
  readonly retryable = true;

  constructor(
    /** Why, as a clause that names no place: for those who read about one incident. The message names the place, too. */
    readonly reason: string,
    place: string,
    options: { cause?: unknown; hint: string },
  ) {
    super(`couldn't write to ${place}: ${reason}`, options);
  }
}
