import { IncidentError } from '../incident/text/errors';

/** A failed call to the container engine. A probe that runs into one is `unknown`, never `ok`. */
export class EngineError extends IncidentError {
  readonly code:
    | 'engine_unreachable'
    | 'image_missing'
    | 'engine_refused'
    | 'engine_timeout'
    | 'other_engine'
    | 'probe_killed'
    | 'cancelled';
  readonly retryable: boolean;

  constructor(code: EngineError['code'], message: string, options: { retryable: boolean; cause?: unknown; hint?: string }) {
    super(message, options);
    this.code = code;
    this.retryable = options.retryable;
  }
}
