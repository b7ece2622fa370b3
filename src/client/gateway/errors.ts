import type { ErrorJson } from '../../incident/text/error-json';
import { IncidentError } from '../../incident/text/errors';

/** The gateway answered, and did not do what was asked, in its own words. */
export class GatewayRefusedError extends IncidentError {
  readonly retryable = false;
  readonly code: string;

  constructor(
    /** Of HTTP. */
    readonly status: number,
    readonly told: ErrorJson,
    hint: string | undefined = told.hint ?? undefined,
  ) {
    super(told.message, hint === undefined ? {} : { hint });
    this.code = told.code;
  }
}
