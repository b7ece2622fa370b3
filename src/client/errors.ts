import type { Refusal } from '../incident/commands';
import { IncidentError } from '../incident/errors';

/** A service that is needed does not answer. Nothing was changed unless the message says so. */
export class ServiceUnreachableError extends IncidentError {
  readonly code = 'service_unreachable';
  readonly retryable = true;
}

export class NoSuchIncidentError extends IncidentError {
  readonly code = 'no_such_incident';
  readonly retryable = false;

  constructor(incidentId: string) {
    super(`there is no incident ${incidentId}`, { hint: 'incident list --all shows those that there are.' });
  }
}

/** The incident's state does not allow it. */
export class CommandRefusedError extends IncidentError {
  readonly code = 'refused';
  readonly retryable = false;

  constructor(readonly refusal: Refusal) {
    super(refusal.message, { hint: 'Nothing was changed.' });
  }
}

/** The id belongs to an incident that is over. */
export class IncidentClosedError extends IncidentError {
  readonly code = 'closed';
  readonly retryable = false;

  constructor(incidentId: string) {
    super(`the incident ${incidentId} is closed`, { hint: 'Nothing was started. Start a new incident under another id.' });
  }
}
