import { IncidentError } from '../../incident/text/errors';
import type { Refusal } from '../../incident/text/refusal';

/** A required service does not answer or denies access. The hint says whether anything was changed. */
export class ServiceUnreachableError extends IncidentError {
  readonly code = 'service_unreachable';
  readonly retryable = true;
  /** True if what was asked may have been done although its answer is missing. */
  readonly mayBeDone: boolean;

  constructor(message: string, { mayBeDone = false, hint }: { hint?: string; mayBeDone?: boolean } = {}) {
    super(message, hint === undefined ? {} : { hint });
    this.mayBeDone = mayBeDone;
  }
}

export class NoSuchIncidentError extends IncidentError {
  readonly code = 'no_such_incident';
  readonly retryable = false;

  constructor(incidentId: string) {
    super(`there is no incident ${incidentId}`, { hint: 'To list all incidents: incident list --all' });
  }
}

export class NoSuchGroupError extends IncidentError {
  readonly code = 'no_such_group';
  readonly retryable = false;

  constructor(key: string) {
    super(`there is no group of alerts ${key}`, { hint: 'To list all groups: incident alerts' });
  }
}

export class NoSuchMaintenanceError extends IncidentError {
  readonly code = 'no_such_maintenance';
  readonly retryable = false;

  constructor(id: string) {
    super(`there is no maintenance ${id}`, { hint: 'Nothing was changed. To list all maintenances: incident maintenance' });
  }
}

/** A maintenance was just added or ended, and no worker has applied that yet. */
export class MaintenanceNotReadError extends IncidentError {
  readonly code = 'maintenance_not_read';
  readonly retryable = true;

  constructor() {
    super('a change to the maintenances has not been applied yet, so the alert is not judged until it has');
  }
}

/** The incident's state does not allow the command. */
export class CommandRefusedError extends IncidentError {
  readonly code = 'refused';
  readonly retryable = false;

  constructor(readonly refusal: Refusal) {
    super(refusal.message, { hint: `Nothing was changed.${refusal.hint === undefined ? '' : ` ${refusal.hint}`}` });
  }
}

/** The id belongs to a closed incident. */
export class IncidentClosedError extends IncidentError {
  readonly code = 'closed';
  readonly retryable = false;

  /** @param ending How, by whom and when it ended, if known: `resolved by ann at 2026-01-01 10:00 UTC`. */
  constructor(incidentId: string, ending: string | null) {
    super(`incident ${incidentId} is closed${ending === null ? '' : `: ${ending}`}`, {
      hint: `Nothing was changed. To start a follow-up incident: start-incident --label follows=${incidentId} --title "…"`,
    });
  }
}

/** The id belongs to a workflow that is not an incident. */
export class IdTakenError extends IncidentError {
  readonly code = 'id_taken';
  readonly retryable = false;

  constructor(incidentId: string, workflowType: string) {
    super(`the id ${incidentId} is taken by another kind of workflow (${workflowType})`, {
      hint: 'Nothing was started. Choose another --incident-id, or omit it.',
    });
  }
}

/** The namespace lacks what incidents need; an administrator must add it. */
export class NamespaceNotSetUpError extends IncidentError {
  readonly code = 'namespace_not_set_up';
  readonly retryable = false;

  constructor(why: string) {
    super(`the namespace is not set up for incidents: ${why}`, { hint: 'Nothing was changed. Add what is missing: incident setup' });
  }
}
