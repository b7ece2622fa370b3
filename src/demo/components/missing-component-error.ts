import { IncidentError } from '../../incident/text/errors';

/** A component that is missing and could not be fetched; says what was tried. */
export class MissingComponentError extends IncidentError {
  readonly code = 'missing_component';
  readonly retryable = false;

  constructor(
    readonly component: string,
    readonly tried: readonly string[],
    hint: string,
  ) {
    super(`couldn't get the ${component}: ${tried.join('; ')}`, { hint });
  }
}
