import { isSeverity, SEVERITIES } from '../../incident/model/severity';
import { INCIDENT_STATUSES } from '../../incident/model/state';
import { InvalidInputError } from '../../incident/text/errors';
import { shown } from '../../incident/text/read-fields';
import { WORKFLOW_TYPE } from '../../workflows/contract/messages';
import { SEARCH_ATTRIBUTES } from '../../workflows/contract/search-attributes';

const STATUS = SEARCH_ATTRIBUTES.status.name;
const SEVERITY = SEARCH_ATTRIBUTES.severity.name;
const BLOCKED_STEP = SEARCH_ATTRIBUTES.blockedStep.name;

/** Which incidents to list. Default: open ones, which are neither resolved nor cancelled. */
export interface ListFilter {
  readonly all?: boolean;
  readonly blocked?: boolean;
  readonly status?: string;
  readonly severity?: string;
  readonly since?: Date;
  readonly limit?: number;
}

/** A long-lived incident continues in a new run with the same id; its earlier runs are not separate incidents. */
export const ANY_RUN = `WorkflowType = '${WORKFLOW_TYPE}' AND ExecutionStatus != 'ContinuedAsNew'`;

/** The visibility query. It contains no user input, so nothing needs escaping. @throws InvalidInputError naming the flag. */
export function queryOf({ all, blocked, status: givenStatus, severity: givenSeverity, since }: ListFilter): string {
  const status = givenStatus?.trim().toLowerCase();
  const severity = givenSeverity?.trim().toLowerCase();
  const parts = [ANY_RUN];
  if (!all && status === undefined) parts.push("ExecutionStatus = 'Running'");
  if (blocked) parts.push(`${BLOCKED_STEP} IS NOT NULL`);
  // A resolved incident with a blocked step still needs someone.
  else if (!all && status === undefined) parts.push(`(${STATUS} IS NULL OR ${STATUS} != 'resolved')`);
  if (status !== undefined) {
    const known = INCIDENT_STATUSES.find((word) => word === status);
    if (known === undefined) throw new InvalidInputError('--status', `${shown(status)} is not a status`, INCIDENT_STATUSES.join(', '));
    parts.push(`${STATUS} = '${known}'`);
  }
  if (severity !== undefined) {
    if (!isSeverity(severity)) throw new InvalidInputError('--severity', `${shown(severity)} is not a severity`, SEVERITIES.join(', '));
    parts.push(`${SEVERITY} = '${severity}'`);
  }
  if (since !== undefined) parts.push(`StartTime >= '${since.toISOString()}'`);
  return parts.join(' AND ');
}
