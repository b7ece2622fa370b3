import type { Proposal } from '../../../incident/model/actions/proposal';
import type { Report, WireIncident } from '../../../incident/model/report';
import type { ErrorJson } from '../../../incident/text/error-json';
import type { Waiting } from '../../temporal/read-state';

/** A step that keeps the response from completing: what is wrong, how to fix it, and the commands to continue. */
export interface StuckStep {
  readonly step: string;
  readonly status: 'blocked' | 'failed' | 'waiting';
  readonly error: string | null;
  readonly mend: string | null;
  /** Complete commands, ready to run. */
  readonly commands: readonly string[];
}

/** The report, to whom the incident is assigned (without a role), the steps that are blocked or waiting, and the proposals. */
export interface IncidentReport extends Report {
  readonly assigned: readonly string[];
  readonly blocked: readonly StuckStep[];
  /** Activities that are being retried. */
  readonly waiting: readonly Waiting[];
  /** What waits or waited for a person's approval, with the digest that an approval names. */
  readonly proposals: readonly ShownProposal[];
}

/** A proposal without what only the workflow needs. */
export type ShownProposal = Omit<Proposal, 'work'>;

/** What the server itself knows of an incident while no worker is answering. */
export interface KnownIncident {
  readonly incident_id: string;
  readonly incident: {
    readonly incident_id: string;
    readonly incident_title: string | null;
    readonly incident_severity: string | null;
    readonly status: string | null;
    readonly source: string | null;
    readonly slack_channel_name: string | null;
    readonly created_at: string;
  };
  readonly blocked_step: string | null;
  /** Slack user ids; empty for a private incident. */
  readonly responders: readonly string[];
  readonly owner: string | null;
  /** Status of the workflow: `RUNNING`, `COMPLETED`, `FAILED`, `TERMINATED`… */
  readonly workflow_status: string;
  readonly waiting: readonly Waiting[];
  /** Tells this document from the report. */
  readonly source: 'server';
  /** Why there is no more. */
  readonly message: string;
}

/** An error beside a result that is not all that was asked for. */
export interface WithError {
  readonly error?: ErrorJson;
}

/** What became of a start. */
export interface StartedIncident {
  readonly incident_id: string;
  /** False if an open incident of this id was joined. */
  readonly created: boolean;
  /** Only if an event was sent to a joined incident: whether it was applied; false while no worker is answering. */
  readonly applied?: boolean;
  /** Only if an event was sent to a joined incident: what it did; null while that is not known. */
  readonly outcome?: string | null;
  readonly workflow: { readonly id: string; readonly runId: string };
}

/** The response as far as it could be followed. */
export interface FollowedResponse extends IncidentReport, StartedIncident, WithError {
  /** False once `--timeout` has passed; the response continues. */
  readonly complete: boolean;
  /** How to go on following; only if it is not complete. */
  readonly message?: string;
}

/** No worker answered in time. */
export interface UnansweredResponse extends KnownIncident, StartedIncident {
  readonly complete: false;
  readonly error: ErrorJson;
}

/** Temporal did not answer in time. */
export interface UnreadResponse extends StartedIncident {
  readonly complete: false;
  readonly message: string;
  readonly error: ErrorJson;
}

/** The incident as it was started. */
export interface NewIncident extends StartedIncident {
  readonly incident: WireIncident;
}

/** An incident that was joined, or started, while no worker was answering. */
export interface KnownStartedIncident extends KnownIncident, StartedIncident {}

export interface WrittenReport {
  readonly incident_id: string;
  /** The file. */
  readonly written: string;
  readonly format: string;
}

/** No worker answered, so that there was no report to write. */
export interface UnwrittenReport extends KnownIncident {
  readonly error: ErrorJson;
}
