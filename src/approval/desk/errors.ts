import { IncidentError } from '../../incident/text/errors';

/** There is no key, so nothing can be signed. */
export class ActionsOffError extends IncidentError {
  readonly code = 'actions_off';
  readonly retryable = false;

  constructor() {
    super('actions are off: the gateway has no key to sign approvals with', {
      hint: 'Nothing was changed. Make a key, and give it to the gateway and to the workers that run probes: INCIDENT_APPROVAL_KEY_FILE.',
    });
  }
}
